/** How long versions are kept: in words, as numbers, and as a picture of the days that stay. */
import { Button, Collapse, NumberInput, Radio, TextInput } from '@mantine/core';
import { useState, type JSX } from 'react';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import { useText } from '../text/language.tsx';
import classes from './form.module.css';
import { isSpan, NO_RULES, presetOf, PRESETS, RULES, SPANS, usesRules, type Preset, type Rule, type Span } from './retention-model.ts';

export interface RetentionEditorProps {
  policy: RetentionPolicy | null;
  onChange: (policy: RetentionPolicy | null) => void;
}

const CHOICES = [...(Object.keys(PRESETS) as Preset[]), 'own'] as const;
type Choice = (typeof CHOICES)[number];

export function RetentionEditor({ policy, onChange }: RetentionEditorProps): JSX.Element {
  const { t } = useText();
  const [wantsOwn, setWantsOwn] = useState(false);
  const chosen: Choice = wantsOwn ? 'own' : (presetOf(policy) ?? 'own');
  const choose = (choice: string): void => {
    setWantsOwn(choice === 'own');
    if (choice !== 'own') onChange(PRESETS[choice as Preset]);
    else if (policy === null) onChange(PRESETS.year);
  };
  return (
    <div className={classes.stack}>
      <Radio.Group value={chosen} onChange={choose} label={t.form.retention.question} classNames={{ label: 'sr-only' }}>
        <div className={classes.choices}>
          {CHOICES.map((choice) => <Radio key={choice} value={choice} label={t.form.retention.choice[choice]} description={t.form.retention.choiceWhy[choice]} />)}
        </div>
      </Radio.Group>
      {chosen === 'own' && <RuleNumbers policy={policy ?? NO_RULES} onChange={onChange} />}
    </div>
  );
}

function RuleNumbers({ policy, onChange }: { policy: RetentionPolicy; onChange: (policy: RetentionPolicy) => void }): JSX.Element {
  const { t } = useText();
  const [more, setMore] = useState(SPANS.some((span) => policy[span] !== undefined));
  const words = t.form.retention;
  const set = (rule: Rule, value: number | string): void => onChange({ ...policy, [rule]: typeof value === 'number' ? Math.trunc(value) : 0 });
  return (
    <fieldset className={classes.numbers}>
      <legend className={classes.legend}>{words.numbers}</legend>
      <div className={classes.grid}>
        {RULES.map((rule) => (
          <NumberInput
            key={rule} label={words.label[rule]} min={-1} max={9999} clampBehavior="strict" allowDecimal={false} value={policy[rule]} onChange={(value) => set(rule, value)}
            description={policy[rule] === -1 ? words.unlimited : undefined} inputWrapperOrder={['label', 'input', 'description', 'error']}
          />
        ))}
      </div>
      <p className={classes.hint}>{words.numbersWhy}</p>
      {!usesRules(policy) && <p role="alert" className={classes.warn}>▲ {words.noRules}</p>}
      <Button variant="subtle" size="compact-sm" onClick={() => setMore(!more)} aria-expanded={more}>{words.spans}</Button>
      <Collapse expanded={more}>
        <div className={classes.grid}>
          {SPANS.map((span) => <SpanInput key={span} span={span} policy={policy} onChange={onChange} />)}
        </div>
        <p className={classes.hint}>{words.spansWhy}</p>
      </Collapse>
    </fieldset>
  );
}

/** What is being typed stays as it is; the policy takes it once it means something. */
function SpanInput({ span, policy, onChange }: { span: Span; policy: RetentionPolicy; onChange: (policy: RetentionPolicy) => void }): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState(policy[span] ?? '');
  const [left, setLeft] = useState(false);
  const wrong = text !== '' && !isSpan(text);
  const change = (next: string): void => {
    setText(next);
    setLeft(false);
    const { [span]: _, ...rest } = policy;
    if (next === '') onChange(rest);
    else if (isSpan(next)) onChange({ ...rest, [span]: next });
  };
  return (
    <TextInput label={t.form.retention.spanLabel[span]} placeholder="5m" value={text} error={left && wrong ? t.form.retention.spanProblem : null} onBlur={() => setLeft(true)} onChange={({ currentTarget }) => change(currentTarget.value.trim())} />
  );
}
