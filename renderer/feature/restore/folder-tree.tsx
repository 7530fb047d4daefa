/** The folders of a version as a tree; what is opened is loaded then. */
import { useQueries } from '@tanstack/react-query';
import { IconChevronDown, IconChevronRight, IconFolder, IconFolderOpen } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef, useState, type JSX, type KeyboardEvent, type MouseEvent } from 'react';
import { useText } from '../../text/language.tsx';
import { useVirtualRows } from '../../ui/virtual-rows.ts';
import classes from './folder-tree.module.css';
import { crumbsOf, isIn, nameOf, startFolder } from './paths.ts';
import { foldersIn, type At } from './queries.ts';
import { treeAct, visibleNodes, type TreeFolder, type TreeNode } from './tree-nodes.ts';

const LINE = 28;

export interface FolderTreeProps {
  at: At;
  /** What the version was made of. */
  roots: readonly string[];
  path: string;
  /** The table is still waiting for its rows: they come first. */
  waiting: boolean;
  onOpen: (path: string) => void;
}

export function FolderTree({ at, roots, path, waiting, onOpen }: FolderTreeProps): JSX.Element {
  const { t } = useText();
  const start = startFolder(roots);
  const root = isIn(path, start) ? start : '/';
  const { nodes, expand, close } = useTree(at, root, path, root === '/' ? t.restore.everything : nameOf(root), !waiting);
  const [cursor, setCursor] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const current = nodes.findIndex((node) => node.path === path);
  const focused = Math.max(0, cursor === null ? current : nodes.findIndex((node) => node.path === cursor));
  const lines = useVirtualRows({ count: nodes.length, scroller, height: LINE, keep: focused });
  const [known, setKnown] = useState(path);
  if (known !== path) {
    setKnown(path);
    setCursor(null);
  }
  const isThere = current >= 0;
  useEffect(() => {
    if (isThere) lines.scrollToIndex(current);
  }, [path, isThere]); // eslint-disable-line react-hooks/exhaustive-deps -- when the folder changes or appears, not when the tree grows
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const act = treeAct(event.key, nodes, focused);
    if (act === null) return;
    event.preventDefault();
    const node = nodes[act.at]!;
    setCursor(node.path);
    if (act.kind === 'open') onOpen(node.path);
    else if (act.kind === 'expand') expand(node.path);
    else if (act.kind === 'close') close(node.path);
    else lines.scrollToIndex(act.at);
  };
  const onClick = (event: MouseEvent): void => {
    const target = event.target as HTMLElement;
    const node = nodes[Number(target.closest<HTMLElement>('[data-node]')?.dataset['node'] ?? -1)];
    if (node === undefined) return;
    setCursor(node.path);
    if (target.closest('[data-twist]') === null) onOpen(node.path);
    else if (node.expanded) close(node.path);
    else expand(node.path);
  };
  return (
    <div ref={scroller} className={`surface dense ${classes.tree}`}>
      <div role="tree" tabIndex={0} aria-label={t.restore.tree} aria-activedescendant={nodes.length === 0 ? undefined : `${id}${focused}`} className={classes.lines} style={{ height: lines.getTotalSize() }} onKeyDown={onKeyDown} onClick={onClick}>
        {lines.getVirtualItems().map(({ index, start: top }) => <Line key={nodes[index]!.path} id={`${id}${index}`} index={index} node={nodes[index]!} top={top} current={index === current} focused={index === focused} />)}
      </div>
    </div>
  );
}

function Line({ id, index, node, top, current, focused }: { id: string; index: number; node: TreeNode; top: number; current: boolean; focused: boolean }): JSX.Element {
  const { name, level, expanded, leaf, place, of } = node;
  return (
    <div
      id={id} role="treeitem" data-node={index} className={classes.line} data-current={current || undefined} data-focused={focused || undefined} style={{ transform: `translateY(${top}px)`, paddingLeft: 4 + (level - 1) * 14 }}
      aria-level={level} aria-setsize={of} aria-posinset={place} aria-expanded={leaf ? undefined : expanded} aria-selected={current} title={name}
    >
      <span data-twist className={classes.twist} aria-hidden="true">{leaf ? null : expanded ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}</span>
      <span className={classes.icon} aria-hidden="true">{expanded && !leaf ? <IconFolderOpen size={16} stroke={1.6} /> : <IconFolder size={16} stroke={1.6} />}</span>
      <bdi className={classes.name}>{name}</bdi>
    </div>
  );
}

interface Tree {
  nodes: TreeNode[];
  expand: (path: string) => void;
  close: (path: string) => void;
}

function useTree(at: At, root: string, path: string, name: string, enabled: boolean): Tree {
  const way = useMemo(() => crumbsOf(path).map((crumb) => crumb.path).filter((each) => isIn(each, root)), [root, path]);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(way));
  const [known, setKnown] = useState(way);
  if (known !== way) {
    setKnown(way);
    setOpen(new Set([...open, ...way]));
  }
  const shown = useMemo(() => [...open].filter((each) => isIn(each, root)), [open, root]);
  const found = useQueries({ queries: shown.map((folder) => ({ ...foldersIn(at, folder), enabled })) });
  const [kept] = useState(() => new Map<string, readonly TreeFolder[]>());
  for (const [index, folder] of shown.entries()) {
    const { data, error } = found[index]!;
    if (data !== undefined) kept.set(folder, data.rows);
    else if (error !== null) kept.set(folder, []); // not in this version, or unreadable: the table says so
  }
  const nodes = visibleNodes({ name, path: root }, open, (folder) => kept.get(folder));
  return {
    nodes,
    expand: (folder) => setOpen((before) => new Set([...before, folder])),
    close: (folder) => setOpen((before) => new Set([...before].filter((each) => each !== folder))),
  };
}
