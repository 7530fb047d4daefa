/** The form of one plan with its bar to save or discard. Nothing is lost by accident: leaving asks. */
import { Button, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useMemo, useState, type JSX } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { usePlans } from '../../client/use-basics.ts';
import { useBackUp } from '../../client/use-run-actions.ts';
import { backupCommand, forgetCommand } from '../../form/backup-command.ts';
import { KeepCalendar } from '../../form/keep-calendar.tsx';
import { RetentionEditor } from '../../form/retention-editor.tsx';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Page } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import { DestinationsEditor } from './destinations-editor.tsx';
import { editOf, isChanged, problemsOf, withExcludes, withFolder, withoutFolder, type PlanEdit } from './plan-edit.ts';
import { PlanState } from './plan-state.tsx';
import classes from './plans.module.css';
import { useSavePlan } from './queries.ts';
import { RemovePlan } from './remove-plan.tsx';
import { SaveBar } from './save-bar.tsx';
import { Section } from './section.tsx';
import { SourceEditor } from './source-editor.tsx';
import { TransfersEditor } from './transfers-editor.tsx';

export function PlanEditor({ status }: { status: PlanStatus }): JSX.Element {
  const { t } = useText();
  const { plan, running } = status;
  const [edit, setEdit] = useState<PlanEdit | null>(null);
  const [removing, setRemoving] = useState(false);
  const current = edit ?? editOf(plan);
  const changed = edit !== null && isChanged(edit, plan);
  const others = (usePlans().data ?? []).filter((other) => other.plan.id !== plan.id).map((other) => other.plan.name);
  const problems = problemsOf(current, others);
  const change = (part: Partial<PlanEdit>): void => setEdit({ ...current, ...part });
  const run = useBackUp();
  const save = useSavePlan(plan.id);
  const trySave = (): void => {
    if (changed && Object.keys(problems).length === 0) save.mutate(current, { onSuccess: () => setEdit(null) });
  };
  useShortcuts(useMemo(() => [{ keys: 'mod+S', label: t.plans.shortcutSave, run: trySave, inFields: true }], [t, changed, current])); // oxlint-disable-line react/exhaustive-deps
  const blocker = useBlocker({ shouldBlockFn: () => changed, enableBeforeUnload: () => changed, withResolver: true });
  const forget = forgetCommand({ ...plan, ...current });

  return (
    <Page title={visible(plan.name)} actions={<RunButtons plan={plan} running={running} changed={changed} run={run} />}>
      <PlanState status={status} />
      {run.error !== null && <Problem error={run.error} />}
      <form className={classes.form} noValidate onSubmit={(event) => event.preventDefault()}>
        <Section title={t.plans.name}>
          <TextInput className={classes.short} aria-label={t.plans.name} maxLength={80} value={current.name} error={problems.name === undefined ? null : t.plans.problem[problems.name]} onChange={({ currentTarget }) => change({ name: currentTarget.value })} />
        </Section>
        {current.sources.map((source, index) => (
          <SourceEditor
            key={index} source={source} number={current.sources.length > 1 ? index + 1 : null} missing={status.missing}
            onAdd={(path) => setEdit(withFolder(current, index, path))} onRemove={(path) => setEdit(withoutFolder(current, index, path))} onExcludes={(excludes) => setEdit(withExcludes(current, index, excludes))}
          />
        ))}
        <DestinationsEditor status={status} names={current.destinations} carried={current.transfers.map(({ to }) => to)} problem={problems.destinations === undefined ? null : t.plans.problem[problems.destinations]} onChange={(destinations) => change({ destinations })} />
        <TransfersEditor
          status={status} direct={current.destinations} transfers={current.transfers} problem={problems.transfers === undefined ? null : t.plans.problem[problems.transfers]} onChange={(transfers) => change({ transfers })}
        />
        <Section title={t.plans.keep} why={t.plans.keepWhy} aside={forget === null ? undefined : <CommandButton command={forget} />}>
          <RetentionEditor policy={current.retention} onChange={(retention) => change({ retention })} />
          <KeepCalendar policy={current.retention} />
        </Section>
        <Section title={t.plans.other}>
          <NumberInput
            className={classes.days} label={t.plans.remind} description={t.plans.remindWhy} min={1} max={365} clampBehavior="blur" allowDecimal={false} suffix={t.plans.days(current.remindAfterDays)} value={current.remindAfterDays}
            onChange={(value) => typeof value === 'number' && value >= 1 && value <= 365 && change({ remindAfterDays: value })}
          />
          <TagsInput className={classes.short} label={t.plans.tags} description={t.plans.tagsWhy} splitChars={[]} acceptValueOnBlur value={current.tags} error={problems.tags === undefined ? null : t.plans.problem[problems.tags]} onChange={(tags) => change({ tags: tags.map((tag) => tag.trim()).filter((tag) => tag !== '') })} />
        </Section>
        <Section title={t.plans.removal} why={t.plans.removalWhy}>
          <div><Button variant="default" onClick={() => setRemoving(true)}>{t.plans.remove}</Button></div>
        </Section>
      </form>
      {changed && <SaveBar problem={Object.values(problems)[0] ?? null} busy={save.isPending} error={save.error} onSave={trySave} onDiscard={() => setEdit(null)} />}
      <RemovePlan plan={plan} opened={removing} onClose={() => setRemoving(false)} />
      <Confirm opened={blocker.status === 'blocked'} title={t.plans.leaveTitle} action={t.plans.leave} onConfirm={() => blocker.proceed?.()} onClose={() => blocker.reset?.()}>
        <p>{t.plans.leaveText}</p>
      </Confirm>
    </Page>
  );
}

interface RunButtonsProps {
  plan: PlanStatus['plan'];
  running: string | null;
  changed: boolean;
  run: ReturnType<typeof useBackUp>;
}

function RunButtons({ plan, running, changed, run }: RunButtonsProps): JSX.Element {
  const { t } = useText();
  return (
    <>
      <CommandButton command={backupCommand(plan)} />
      {running === null
        ? <Button loading={run.isPending} disabled={changed} title={changed ? t.plans.saveFirst : undefined} onClick={() => run.mutate(plan.id)}>{t.plans.run}</Button>
        : <LinkButton to="/runs/$runId" params={{ runId: running }}>{t.plans.watch}</LinkButton>}
    </>
  );
}
