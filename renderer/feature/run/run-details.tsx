/** For those who want to know exactly: ids, raw numbers, commands. */
import { memo, useId, type JSX, type ReactNode } from 'react';
import type { Run } from '../../../preload/contract/run.ts';
import { usePlans } from '../../client/use-basics.ts';
import { backupCommand } from '../../form/backup-command.ts';
import { PathText } from '../../form/path-text.tsx';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { rawCounts } from './raw-counts.ts';
import classes from './run.module.css';

export const RunDetails = memo(function RunDetails({ run }: { run: Run }): JSX.Element {
  const { t, f } = useText();
  const plan = usePlans().data?.find(({ plan: { id } }) => id === run.plan)?.plan;
  const commands = [...(run.kind === 'backup' && plan !== undefined ? [backupCommand(plan)] : []), commandLine('run', 'show', run.id)];
  const counts = rawCounts(run.results);
  const table = useId();
  return (
    <details className={classes.details}>
      <summary>{t.common.details}</summary>
      <dl className={`${classes.facts} dense`}>
        <Fact name={t.run.runId}><code>{run.id}</code></Fact>
        <Fact name={t.run.startedAt}>{f.dateTime(run.startedAt)}</Fact>
        {run.endedAt !== null && <Fact name={t.run.endedAt}>{f.dateTime(run.endedAt)}</Fact>}
        <Fact name={t.run.subject}><PathText text={run.subject} /></Fact>
        <Fact name={t.run.destination}><PathText text={run.destination} /></Fact>
        {commands.map((command) => <Fact key={command} name={t.run.command}><span className={classes.command}><code>{command}</code><CommandButton command={command} /></span></Fact>)}
      </dl>
      {counts.length > 0 && (
        <>
          <h2 id={table} className={classes.small}>{t.run.rawCounts}</h2>
          <div className={classes.tableBox} tabIndex={0} role="region" aria-labelledby={table}>
            <table className={`${classes.table} dense`}>
              <tbody>{counts.map(([name, value], index) => <tr key={index}><th scope="row"><code>{name}</code></th><td>{typeof value === 'number' ? f.count(value) : <code>{value}</code>}</td></tr>)}</tbody>
            </table>
          </div>
        </>
      )}
    </details>
  );
});

function Fact({ name, children }: { name: string; children: ReactNode }): JSX.Element {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}
