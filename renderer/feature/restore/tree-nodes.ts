/** The folder tree as a list of what can be seen, and what its keys mean. */

export interface TreeFolder {
  name: string;
  path: string;
}

export interface TreeNode extends TreeFolder {
  /** From 1. */
  level: number;
  expanded: boolean;
  /** Among its siblings, from 1. */
  place: number;
  of: number;
  /** It is known to have no folders in it. */
  leaf: boolean;
}

/** @param foldersIn those of a folder; undefined: not known yet. */
export function visibleNodes(root: TreeFolder, open: ReadonlySet<string>, foldersIn: (path: string) => readonly TreeFolder[] | undefined): TreeNode[] {
  const nodes: TreeNode[] = [];
  const visit = ({ name, path }: TreeFolder, level: number, place: number, of: number): void => {
    const folders = foldersIn(path);
    const expanded = open.has(path);
    nodes.push({ name, path, level, expanded, place, of, leaf: folders?.length === 0 });
    if (!expanded || folders === undefined) return;
    for (const [index, folder] of folders.entries()) visit(folder, level + 1, index + 1, folders.length);
  };
  visit(root, 1, 1, 1);
  return nodes;
}

export interface TreeAct {
  kind: 'move' | 'expand' | 'close' | 'open';
  at: number;
}

/** As trees behave everywhere (WAI-ARIA tree pattern). */
export function treeAct(key: string, nodes: readonly TreeNode[], at: number): TreeAct | null {
  const node = nodes[at];
  if (node === undefined) return null;
  const move = (to: number): TreeAct => ({ kind: 'move', at: Math.min(nodes.length - 1, Math.max(0, to)) });
  if (key === 'ArrowDown') return move(at + 1);
  if (key === 'ArrowUp') return move(at - 1);
  if (key === 'Home') return move(0);
  if (key === 'End') return move(nodes.length - 1);
  if (key === 'Enter' || key === ' ') return { kind: 'open', at };
  if (key === 'ArrowRight') {
    if (node.leaf) return null;
    return node.expanded ? move(nodes[at + 1]?.level === node.level + 1 ? at + 1 : at) : { kind: 'expand', at };
  }
  if (key !== 'ArrowLeft') return null;
  if (node.expanded && !node.leaf) return { kind: 'close', at };
  let parent = at;
  while (parent > 0 && nodes[parent]!.level >= node.level) parent--;
  return move(parent);
}
