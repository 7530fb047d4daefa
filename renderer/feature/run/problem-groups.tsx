/** What could not be handled, by reason: how many, where, what helps; the paths when they are asked for. */
import { Button } from '@mantine/core';
import { memo, useId, useState, type JSX } from 'react';
import type { ProblemGroup } from '../../../preload/contract/run-procedures.ts';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { ProblemPaths } from './problem-paths.tsx';
import classes from './run.module.css';

export interface ProblemGroupsProps {
  runId: string;
  groups: readonly ProblemGroup[];
  /** What it means for the data, where that is known. */
  meaning: string | null;
}

export function ProblemGroups({ runId, groups, meaning }: ProblemGroupsProps): JSX.Element | null {
  const { t, f } = useText();
  const heading = useId();
  if (groups.length === 0) return null;
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className={`${classes.panel} surface`} aria-labelledby={heading}>
      <h2 id={heading} className={classes.small}>{t.run.problemsTitle(f.count(total), total)}</h2>
      {meaning !== null && <p className="quiet">{meaning}</p>}
      <ul className={classes.groups}>
        {groups.map((group) => <Group key={group.key} runId={runId} groupKey={group.key} kind={group.kind} during={group.during} severity={group.severity} place={group.place} message={group.message} advice={group.advice} count={group.count} />)}
      </ul>
    </section>
  );
}

interface GroupProps extends Omit<ProblemGroup, 'key' | 'examples'> {
  runId: string;
  groupKey: string;
}

/** Takes plain values, so that a group that did not change is not drawn again with every message. */
const Group = memo(function Group({ runId, groupKey, kind, during, severity, place, message, advice, count }: GroupProps): JSX.Element {
  const { t, f } = useText();
  const [opened, setOpened] = useState(false);
  const paths = useId();
  const reason = during === 'skip' ? t.run.skippedOnRequest : t.run.problemKind[kind];
  const files = t.run.problemCount(f.count(count), count);
  return (
    <li className={classes.group}>
      <StateMark state={severity === 'warning' ? 'attention' : 'none'} label={t.run.severity[severity]} bare />
      <div className={classes.groupText}>
        <h3>{t.run.problemGroup(reason, place === '' ? files : t.run.problemPlace(files, visible(place)))}</h3>
        {count === 1 && <p>{visible(message)}</p>}
        {advice !== '' && <p className="quiet">{advice}</p>}
        {opened && <div id={paths}><ProblemPaths runId={runId} group={groupKey} count={count} label={reason} /></div>}
      </div>
      <Button variant="subtle" color="gray" size="compact-sm" aria-expanded={opened} aria-controls={opened ? paths : undefined} onClick={() => setOpened(!opened)}>
        {opened ? t.run.hidePaths : t.run.showPaths}
      </Button>
    </li>
  );
});
