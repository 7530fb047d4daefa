/** The folders and entries of a tree of changes. A folder's inside is made when it is opened. */
import { useState, type JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { collapsed, ordered, type ChangeNode } from './change-tree.ts';
import classes from './history.module.css';

/** Shown at once in one folder; the rest on request. */
const STEP = 200;

/** @param seen changes with every new part of the tree, so that it is drawn again. */
export function ChangeNodes({ node, seen, open = false }: { node: ChangeNode; seen: number; open?: boolean }): JSX.Element {
  const { t, f } = useText();
  const [limit, setLimit] = useState(STEP);
  const children = ordered(node);
  return (
    <>
      {children.slice(0, limit).map((child) => (
        <li key={child.name}>{child.children.size > 0 ? <Folder start={child} seen={seen} open={open && children.length === 1} /> : <Leaf node={child} />}</li>
      ))}
      {children.length > limit && (
        <li>
          <button type="button" className={classes.open} onClick={() => setLimit(limit + STEP * 5)}>{t.common.more} ({f.count(children.length - limit)})</button>
        </li>
      )}
    </>
  );
}

function Folder({ start, seen, open }: { start: ChangeNode; seen: number; open: boolean }): JSX.Element {
  const { t, f } = useText();
  const [opened, setOpened] = useState(open);
  const { label, node } = collapsed(start);
  return (
    <details open={opened} onToggle={({ currentTarget }) => setOpened(currentTarget.open)}>
      <summary>
        {node.change !== null && <Sign modifier={node.change.modifier} />} <bdi>{label}</bdi>{' '}
        <span className="quiet">· {t.history.inside(f.count(node.added), f.count(node.changed), f.count(node.removed))}</span>
      </summary>
      {opened && <ul className={classes.tree}><ChangeNodes node={node} seen={seen} /></ul>}
    </details>
  );
}

function Leaf({ node: { name, change } }: { node: ChangeNode }): JSX.Element {
  const { f } = useText();
  if (change === null) return <span>{name}</span>;
  const { modifier, sizeBefore, sizeAfter } = change;
  const sizes = modifier.startsWith('+') ? f.bytes(sizeAfter) : modifier.startsWith('-') ? f.bytes(sizeBefore) : sizeBefore === sizeAfter ? f.bytes(sizeAfter) : `${f.bytes(sizeBefore)} → ${f.bytes(sizeAfter)}`;
  return (
    <span className={classes.leaf}>
      <Sign modifier={modifier} />
      <bdi>{name}</bdi>
      {change.type !== 'dir' && <span className={classes.sizes}>{sizes}</span>}
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
