/** One line of the history. */
import { IconCheck } from '@tabler/icons-react';
import { memo, type JSX } from 'react';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { StateMark, stateOf } from '../../ui/state-mark.tsx';
import { kindOf, ownTags, subjectOf } from './table-order.ts';
import type { TimelineItem } from './timeline.ts';
import classes from './timeline-table.module.css';

interface TimelineRowProps {
  item: TimelineItem;
  id: string;
  index: number;
  /** Pixels from the first row. */
  top: number;
  opened: boolean;
  chosen: boolean;
  cursor: boolean;
}

export const TimelineRow = memo(function TimelineRow({ item, id, index, top, opened, chosen, cursor }: TimelineRowProps): JSX.Element {
  const { t, f } = useText();
  const { at, run, snapshot, outcome, added, seconds } = item;
  const subject = visible(subjectOf(item));
  const tags = ownTags(snapshot?.tags);
  return (
    <div
      role="row" id={id} data-row={index} className={`${classes.row} ${classes.body}`} aria-rowindex={index + 2} aria-selected={snapshot === null ? undefined : chosen}
      data-opened={opened || undefined} data-cursor={cursor || undefined} style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className={classes.check} data-check={snapshot === null ? undefined : ''}>
        {snapshot !== null && <span className={classes.box} data-on={chosen || undefined} aria-hidden="true">{chosen && <IconCheck size={12} stroke={3} />}</span>}
      </span>
      <span role="gridcell" className={classes.when}>{f.dateTime(at)}{opened && <span className="sr-only">, {t.history.isOpen}</span>}</span>
      <span role="gridcell" className={classes.cut}>{t.history.kind[kindOf(item)]}</span>
      <span role="gridcell" className={classes.of} title={subject}>
        {tags.map((tag) => <span key={tag} className={classes.tag}>{visible(tag)}</span>)}
        <bdi className={classes.subject}>{subject}</bdi>
      </span>
      <span role="gridcell" className={classes.cut}>
        {run === null ? <span className="quiet">{t.history.elsewhere(snapshot?.hostname ?? '')}</span> : <StateMark state={outcome === null ? 'busy' : stateOf[outcome]} {...(outcome === null ? {} : { label: t.common.outcome[outcome] })} />}
      </span>
      <span role="gridcell" className={classes.number}>{added === null ? '' : f.bytes(added)}</span>
      <span role="gridcell" className={classes.number}>{seconds === null ? '' : f.duration(seconds)}</span>
    </div>
  );
});
