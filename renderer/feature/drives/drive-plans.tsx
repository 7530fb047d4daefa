/** What backs up to a drive, when it last did, and whether that is long enough ago. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import type { Drive } from '../../../preload/contract/drive.ts';
import { useLiveRuns } from '../../client/live-runs.ts';
import { useBackUp } from '../../client/use-run-actions.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import classes from './drives.module.css';

export function DrivePlans({ drive }: { drive: Drive }): JSX.Element {
  const { t, f } = useText();
  const { plans, destinations, id, key } = drive;
  const live = useLiveRuns();
  const backUp = useBackUp();
  if (plans.length === 0) {
    return (
      <div className={classes.none}>
        <p>{t.drives.noPlan}{destinations.length > 0 && <> {t.drives.otherBackups(visible(f.list(destinations)))}.</>}</p>
        {drive.path !== null && <LinkButton size="xs" variant="default" to="/protect" search={{ drive: id ?? key }}>{t.drives.plan}</LinkButton>}
      </div>
    );
  }
  return (
    <>
      <ul className={classes.plans} aria-label={t.drives.plansHere}>
        {plans.map(({ plan, name, lastSuccessAt, due }) => {
          const run = live.find((one) => one.run.plan === plan && one.run.state !== 'ended')?.run.id;
          return (
            <li key={plan} className={classes.plan}>
              <StateMark state={due ? 'attention' : 'safe'} label={due ? t.drives.due : t.drives.upToDate} bare />
              <Link to="/plans/$planId" params={{ planId: plan }} className={classes.planName}><bdi>{visible(name)}</bdi></Link>
              <span className={classes.last}>{lastSuccessAt === null ? t.drives.never : t.drives.last(f.ago(lastSuccessAt))}{due && <strong aria-hidden="true"> · {t.drives.due}</strong>}</span>
              {run !== undefined
                ? <LinkButton size="compact-sm" variant="subtle" to="/runs/$runId" params={{ runId: run }}>{t.drives.follow}</LinkButton>
                : drive.path !== null && !drive.readOnly && (
                  <Button size="compact-sm" variant={due ? 'outline' : 'subtle'} aria-label={t.drives.backUpLabel(visible(name))} loading={backUp.isPending && backUp.variables === plan} onClick={() => backUp.mutate(plan)}>{t.drives.backUp}</Button>
                )}
            </li>
          );
        })}
      </ul>
      {backUp.error !== null && <Problem error={backUp.error} />}
    </>
  );
}
