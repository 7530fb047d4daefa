/** One plan: how it stands, what it holds and where, and what can be done with it. */
import { Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo, useId, type JSX } from 'react';
import type { LiveRun } from '../../client/live-runs.ts';
import { useBackUp } from '../../client/use-run-actions.ts';
import { backupCommand } from '../../form/backup-command.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { CardProgress } from './card-progress.tsx';
import { DestinationLine } from './destination-line.tsx';
import classes from './home.module.css';
import type { Judged } from './sentence.ts';
import { cardWords } from './sentence-words.ts';
import { TransferLine } from './transfer-line.tsx';
import { faceOf, TONE } from './verdict.ts';

/** Drawn again only when its plan or its own progress changed. */
export const PlanCard = memo(function PlanCard({ judged, live }: { judged: Judged; live: LiveRun | null }): JSX.Element {
  const text = useText();
  const { t, f } = text;
  const { status, verdict, running } = judged;
  const { plan, destinations, transfers, files, bytes } = status;
  const heading = useId();
  const face = faceOf(verdict, running !== null);
  return (
    <article className={`${classes.card} surface`} aria-labelledby={heading}>
      <header className={classes.cardHead}>
        <h2 id={heading}><Link to="/plans/$planId" params={{ planId: plan.id }} className={classes.name}>{plan.name}</Link></h2>
        <StateMark state={TONE[face]} label={t.home.mark[face]} />
      </header>
      <div className={classes.facts}>
        <p>{cardWords(judged, text)}</p>
        {bytes !== null && files !== null && <p className="quiet">{t.home.holds(f.bytes(bytes), t.common.files(f.count(files), files))}</p>}
      </div>
      <ul className={`${classes.destinations} dense`} aria-label={t.home.destinations}>
        {destinations.map((destination) => <DestinationLine key={destination.name} plan={plan.id} destination={destination} several={destinations.length > 1} />)}
      </ul>
      {transfers.length > 0 && (
        <ul className={`${classes.destinations} dense`} aria-label={t.home.transfers}>
          {transfers.map((transfer) => <TransferLine key={transfer.to} transfer={transfer} />)}
        </ul>
      )}
      {running === null ? <Actions judged={judged} /> : <CardProgress runId={running} live={live} title={plan.name} />}
    </article>
  );
});

function Actions({ judged: { status: { plan, lastSuccessAt, destinations } } }: { judged: Judged }): JSX.Element {
  const { t } = useText();
  const backUp = useBackUp();
  const some = lastSuccessAt !== null || destinations.some((destination) => destination.lastSuccessAt !== null);
  return (
    <>
      <Group gap="xs" className={classes.actions}>
        <Button size="xs" loading={backUp.isPending} onClick={() => backUp.mutate(plan.id)}>{t.home.backUp}</Button>
        {some && <LinkButton size="xs" variant="default" to="/restore" search={{ plan: plan.id }}>{t.home.restore}</LinkButton>}
        <LinkButton size="xs" variant="subtle" color="gray" to="/history" search={{ plan: plan.id }}>{t.home.history}</LinkButton>
        <span className={classes.command}><CommandButton command={backupCommand(plan)} /></span>
      </Group>
      {backUp.error !== null && <Problem error={backUp.error} />}
    </>
  );
}
