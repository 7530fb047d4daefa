/** One plan in the list. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { useBackUp } from '../../client/use-run-actions.ts';
import { backupCommand } from '../../form/backup-command.ts';
import { policyInWords } from '../../form/retention-model.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { PlanState } from './plan-state.tsx';
import classes from './plans.module.css';
import { RemovePlan } from './remove-plan.tsx';

export function PlanCard({ status }: { status: PlanStatus }): JSX.Element {
  const { t, f } = useText();
  const [removing, setRemoving] = useState(false);
  const { plan, running, bytes } = status;
  const run = useBackUp();
  const paths = plan.sources.flatMap((source) => source.paths);
  return (
    <article className={classes.card} aria-labelledby={`plan-${plan.id}`}>
      <header className={classes.head}>
        <h2 id={`plan-${plan.id}`}><Link to="/plans/$planId" params={{ planId: plan.id }} className={classes.title}><bdi>{visible(plan.name)}</bdi></Link></h2>
        <PlanState status={status} />
      </header>
      <ul className={classes.paths}>
        {paths.map((path) => <li key={path}><bdi className="path">{visible(path)}</bdi></li>)}
      </ul>
      <p className="quiet">
        {bytes !== null && <>{f.bytes(bytes)} </>}<bdi>{t.plans.to(visible(f.list(plan.destinations)))}</bdi>. {t.plans.keeps(policyInWords(plan.retention, t.form.retention.words, f.count))}.
      </p>
      {run.error !== null && <Problem error={run.error} />}
      <footer className={classes.actions}>
        {running === null
          ? <Button variant="outline" loading={run.isPending} onClick={() => run.mutate(plan.id)}>{t.plans.run}</Button>
          : <LinkButton variant="outline" to="/runs/$runId" params={{ runId: running }}>{t.plans.watch}</LinkButton>}
        <LinkButton variant="default" to="/plans/$planId" params={{ planId: plan.id }}>{t.plans.edit}</LinkButton>
        <Button variant="subtle" color="gray" onClick={() => setRemoving(true)}>{t.plans.remove}</Button>
        <span className={classes.end}><CommandButton command={backupCommand(plan)} /></span>
      </footer>
      <RemovePlan plan={plan} opened={removing} onClose={() => setRemoving(false)} />
    </article>
  );
}
