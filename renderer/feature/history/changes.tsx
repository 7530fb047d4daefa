/** What changed between two versions, as a tree that fills while they are compared. */
import { useMemo, type JSX } from 'react';
import { client } from '../../client.ts';
import { useStream } from '../../client/use-stream.ts';
import type { DiffChange } from '../../../preload/contract/snapshot-procedures.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Problem } from '../../ui/problem.tsx';
import { ChangeTree, CHANGES_SHOWN } from './change-tree.ts';
import { ChangeNodes } from './change-nodes.tsx';
import classes from './history.module.css';
import type { HistoryPlace } from './places.ts';
import { at } from './queries.ts';

export function Changes({ place, from, to }: { place: HistoryPlace; from: string; to: string }): JSX.Element {
  const { t, f } = useText();
  const tree = useMemo(() => ({ key: `${from} ${to}`, tree: new ChangeTree() }), [from, to]).tree;
  const stream = useStream(
    `${place.key} ${from} ${to}`,
    (signal) => client.snapshot.diff({ ...at(place.destination), from, to }, { signal }),
    (seen: number, batch: DiffChange[]) => {
      tree.add(batch);
      return seen + batch.length;
    },
    0,
  );
  const { added, changed, removed } = tree.total;
  return (
    <>
      {stream.error !== null && <Problem error={stream.error} />}
      <p role="status" className="quiet">
        {!stream.done ? t.history.comparing(f.count(tree.count)) : tree.count === 0 ? t.history.noChanges : t.history.changeCounts(f.count(added), f.count(changed), f.count(removed))}
      </p>
      {tree.shown >= CHANGES_SHOWN && <p>{t.history.changeMany(f.count(CHANGES_SHOWN))}</p>}
      {stream.value > 0 && <ul className={classes.tree} aria-label={t.history.changeTree}><ChangeNodes node={tree.root} seen={stream.value} open /></ul>}
      {stream.done && <CommandButton command={commandLine(place.destination !== null && '-r', place.destination, 'diff', from.slice(0, 8), to.slice(0, 8))} />}
    </>
  );
}
