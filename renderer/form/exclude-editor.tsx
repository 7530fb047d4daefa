/** What is left out: suggestions with their reasons, own patterns, and what each takes away as it is counted. */
import { ActionIcon, Button, Switch, TextInput, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type JSX, type KeyboardEvent } from 'react';
import type { Excludes } from '../../preload/contract/folder-spec.ts';
import type { ExcludeSuggestion, Measure } from '../../preload/contract/source-procedures.ts';
import { useText } from '../text/language.tsx';
import classes from './form.module.css';
import { isOn, ownPatterns, patternProblem, removedBy, switched, without } from './exclude-model.ts';
import { PathText } from './path-text.tsx';

export interface ExcludeEditorProps {
  excludes: Excludes;
  suggestions: readonly ExcludeSuggestion[];
  /** What was counted under these excludes. */
  measure: Measure | null;
  onChange: (excludes: Excludes) => void;
}

export function ExcludeEditor({ excludes, suggestions, measure, onChange }: ExcludeEditorProps): JSX.Element {
  const { t } = useText();
  const own = ownPatterns(excludes, suggestions);
  return (
    <div className={classes.rows}>
      {suggestions.map((suggestion) => {
        const on = isOn(suggestion, excludes);
        return (
          <div key={suggestion.reason} className={classes.row}>
            <Switch
              checked={on} onChange={({ currentTarget }) => onChange(switched(excludes, suggestion, currentTarget.checked))} label={t.form.exclude.reason[suggestion.reason]}
              description={<span className={classes.patterns}>{suggestion.patterns.join('  ')}</span>}
            />
            {on && <Removes bytes={removedBy(suggestion.patterns, measure)} done={measure?.done === true} />}
          </div>
        );
      })}
      <div className={classes.row}>
        <Switch checked={excludes.caches} onChange={({ currentTarget }) => onChange({ ...excludes, caches: currentTarget.checked })} label={t.form.exclude.tagged} description={t.form.exclude.taggedWhy} />
      </div>
      {own.map((pattern) => (
        <div key={pattern} className={classes.row}>
          <span className={classes.own}><PathText text={pattern} /></span>
          <Removes bytes={removedBy([pattern], measure)} done={measure?.done === true} />
          <Tooltip label={t.common.remove}>
            <ActionIcon variant="subtle" color="gray" aria-label={t.form.exclude.removePattern(pattern)} onClick={() => onChange(without(excludes, pattern))}>
              <IconX size={16} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        </div>
      ))}
      <AddPattern excludes={excludes} onChange={onChange} />
    </div>
  );
}

/** "removes 3.1 GB": said aloud only once it is counted. */
function Removes({ bytes, done }: { bytes: number | null; done: boolean }): JSX.Element {
  const { t, f } = useText();
  if (bytes === null) return <span className={classes.removes} />;
  return <span className={classes.removes} data-counting={!done || undefined}>{bytes === 0 && done ? t.form.exclude.removesNothing : t.form.exclude.removes(f.bytes(bytes))}</span>;
}

function AddPattern({ excludes, onChange }: Pick<ExcludeEditorProps, 'excludes' | 'onChange'>): JSX.Element {
  const { t } = useText();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const add = (): void => {
    const found = patternProblem(text, excludes);
    if (found !== null) return setProblem(t.form.exclude.problem[found]);
    onChange({ ...excludes, patterns: [...excludes.patterns, text] });
    setText('');
  };
  const onEnter = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || text === '') return;
    event.preventDefault(); // adds the pattern; the page goes on by the next Enter
    add();
  };
  return (
    <div className={classes.add}>
      <TextInput
        label={t.form.exclude.add} placeholder="*.iso" value={text} error={problem} spellCheck={false} autoComplete="off"
        inputContainer={(input) => <div className={classes.inputLine}>{input}<Button variant="default" onClick={add} disabled={text === ''}>{t.form.addButton}</Button></div>}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setProblem(null);
        }}
        onKeyDown={onEnter} onBlur={() => text !== '' && setProblem(problemText(text))}
      />
    </div>
  );

  function problemText(pattern: string): string | null {
    const found = patternProblem(pattern, excludes);
    return found === null ? null : t.form.exclude.problem[found];
  }
}
