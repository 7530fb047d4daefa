/** What changed between two versions, as a tree that fills while they are compared. */
import type { JSX } from 'react';
import type { DiffChange } from '../../../preload/contract/snapshot-procedures.ts';
import { client } from '../../client.ts';
import { useStream } from '../../client/use-stream.ts';
import { useText } from '../../text/language.tsx';
import { CommandButton } from '../../ui/command-button.tsx';
import { commandLine } from '../../ui/command-line.ts';
import { Problem } from '../../ui/problem.tsx';
import { ChangeNodes, grownInWords, tallyInWords } from './change-nodes.tsx';
import { ChangeTree, CHANGES_SHOWN } from './change-tree.ts';
import classes from './changes.module.css';
import type { Origin } from '../../form/origin.ts';

interface Compared {
  tree: ChangeTree;
  seen: number;
}

const NOTHING: Compared = { tree: new ChangeTree(), seen: 0 };

const fold = ({ tree, seen }: Compared, batch: DiffChange[]): Compared => {
  const filled = seen === 0 ? new ChangeTree() : tree; // each comparison has a tree of its own
  filled.add(batch);
  return { tree: filled, seen: seen + batch.length };
};

export function Changes({ origin: { key, destination }, from, to }: { origin: Origin; from: string; to: string }): JSX.Element {
  const text = useText();
  const { t, f } = text;
  const { value: { tree, seen }, done, error } = useStream(`${key} ${from} ${to}`, (signal) => client.snapshot.diff({ destination, from, to }, { signal }), fold, NOTHING);
  const stage = done ? -1 : Math.floor(Math.log2(seen + 1)); // drawn anew each time it has doubled
  const { count, total } = tree;
  const summary = [tallyInWords(total, text), grownInWords(total.grown, text)].filter((part) => part !== '').join(' · ');
  return (
    <>
      {error !== null && <Problem error={error} />}
      <div className={classes.head}>
        <p role="status" className="quiet">{error !== null ? '' : !done ? t.history.comparing(f.count(count)) : seen === 0 ? t.history.noChanges : summary}</p>
        <CommandButton command={commandLine('diff', '-r', destination, from.slice(0, 8), to.slice(0, 8))} />
      </div>
      {tree.shown >= CHANGES_SHOWN && <p>{t.history.changeMany(f.count(CHANGES_SHOWN))}</p>}
      {seen > 0 && <ul className={classes.tree} aria-label={t.history.changeTree}><ChangeNodes node={tree.root} stage={stage} open /></ul>}
    </>
  );
}
