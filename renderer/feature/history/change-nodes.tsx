/** The folders and entries of a tree of changes. A folder's inside is made when it is opened. */
import { memo, useMemo, useState, type JSX } from 'react';
import { visible } from '../../form/visible.ts';
import { useText, type Text } from '../../text/language.tsx';
import { collapsed, ordered, type ChangeNode, type Tally } from './change-tree.ts';
import classes from './changes.module.css';

/** Shown at once in one folder; the rest on request. */
const STEP = 200;
/** So many changes are seen at a glance: their folders are open from the start. */
const FEW = 25;

interface ChangeNodesProps {
  node: ChangeNode;
  /** Another number: the tree has grown since. */
  stage: number;
  /** A folder that is alone is open. */
  open?: boolean;
}

export const ChangeNodes = memo(function ChangeNodes({ node, stage, open = false }: ChangeNodesProps): JSX.Element {
  const { t, f } = useText();
  const [limit, setLimit] = useState(STEP);
  // The tree is filled in place: its stage stands for what is in it.
  // oxlint-disable-next-line react/exhaustive-deps
  const children = useMemo(() => ordered(node), [node, stage]);
  return (
    <>
      {children.slice(0, limit).map((child) => (
        <li key={child.name}>{child.children.size > 0 ? <Folder start={child} stage={stage} open={open && children.length === 1} /> : <Leaf node={child} />}</li>
      ))}
      {children.length > limit && (
        <li>
          <button type="button" className={classes.more} onClick={() => setLimit(limit + STEP * 5)}>{t.history.moreHere(f.count(children.length - limit))}</button>
        </li>
      )}
    </>
  );
});

/** "2 added, 1 removed": what there is none of is not said. */
export function tallyInWords({ added, changed, removed }: Tally, { t, f, locale }: Text): string {
  const parts = [added > 0 && t.history.tally.added(f.count(added)), changed > 0 && t.history.tally.changed(f.count(changed)), removed > 0 && t.history.tally.removed(f.count(removed))];
  return new Intl.ListFormat(locale, { type: 'unit' }).format(parts.filter((part) => part !== false));
}

/** With its sign: `+1.2 MB`, `−300 kB`. */
export const grownInWords = (grown: number, { f }: Pick<Text, 'f'>): string => (grown === 0 ? '' : `${grown > 0 ? '+' : '−'}${f.bytes(Math.abs(grown))}`);

function Folder({ start, stage, open }: { start: ChangeNode; stage: number; open: boolean }): JSX.Element {
  const text = useText();
  const { label, node } = collapsed(start);
  const [opened, setOpened] = useState(open || node.added + node.changed + node.removed <= FEW);
  return (
    <details open={opened} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary className={classes.line}>
        {node.change !== null && <Sign modifier={node.change.modifier} />}
        <bdi className={classes.name}>{visible(label)}</bdi>
        <span className={classes.inside}>{tallyInWords(node, text)}</span>
        <span className={classes.sizes}>{grownInWords(node.grown, text)}</span>
      </summary>
      {opened && <ul className={classes.tree}><ChangeNodes node={node} stage={stage} open={open} /></ul>}
    </details>
  );
}

function Leaf({ node: { name, change } }: { node: ChangeNode }): JSX.Element {
  const { f } = useText();
  if (change === null) return <span className={classes.line}>{visible(name)}</span>;
  const { modifier, sizeBefore, sizeAfter, type } = change;
  const sizes = modifier.startsWith('+') ? f.bytes(sizeAfter) : modifier.startsWith('-') ? f.bytes(sizeBefore) : sizeBefore === sizeAfter ? f.bytes(sizeAfter) : `${f.bytes(sizeBefore)} → ${f.bytes(sizeAfter)}`;
  return (
    <span className={`${classes.line} ${classes.leaf}`}>
      <Sign modifier={modifier} />
      <bdi className={classes.name} title={visible(name)}>{visible(name)}{type === 'dir' && '/'}</bdi>
      {type !== 'dir' && <span className={classes.sizes}>{sizes}</span>}
    </span>
  );
}

function Sign({ modifier }: { modifier: string }): JSX.Element {
  const { t } = useText();
  const first = modifier.charAt(0);
  const word = t.history.sign[first] ?? first;
  return (
    <span className={classes.sign} data-sign={first} title={word}>
      <span aria-hidden="true">{first === 'M' ? '✎' : first === '-' ? '−' : first}</span>
      <span className="sr-only">{word}</span>
    </span>
  );
}
