/** One line of the history. */
import { Checkbox } from '@mantine/core';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { StateMark, stateOf } from '../../ui/state-mark.tsx';
import classes from './history.module.css';
import type { TimelineItem } from './timeline.ts';

interface TimelineRowProps {
  item: TimelineItem;
  opened: boolean;
  chosen: boolean;
  onOpen: (item: TimelineItem) => void;
  onChoose: (id: string, on: boolean) => void;
}

export function TimelineRow({ item, opened, chosen, onOpen, onChoose }: TimelineRowProps): JSX.Element {
  const { t, f } = useText();
  const { at, run, snapshot, outcome, added, seconds } = item;
  const what = run === null ? t.history.otherVersion(snapshot?.hostname ?? '') : t.history.kind[run.kind];
  const subject = run?.subject ?? snapshot?.paths.join(', ') ?? '';
  const when = f.dateTime(at);
  return (
    <tr data-opened={opened || undefined}>
      <td>
        {snapshot !== null && <Checkbox size="xs" aria-label={t.history.select(t.history.versionOf(when))} checked={chosen} onChange={({ currentTarget }) => onChoose(snapshot.id, currentTarget.checked)} />}
      </td>
      <td><button type="button" className={classes.open} aria-expanded={opened} onClick={() => onOpen(item)}>{when}</button></td>
      <td>
        {what}
        <div className={classes.subject} title={subject}><bdi>{subject}</bdi></div>
      </td>
      <td>{run !== null && <StateMark state={outcome === null ? 'busy' : stateOf[outcome]} {...(outcome === null ? {} : { label: t.common.outcome[outcome] })} />}</td>
      <td className={classes.number}>{added === null ? '' : f.bytes(added)}</td>
      <td className={classes.number}>{seconds === null ? '' : f.duration(seconds)}</td>
    </tr>
  );
}
