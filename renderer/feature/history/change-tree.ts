/** Changes between two versions as a tree of folders with what happened inside each. Built as changes arrive; folders are made on demand. */
import type { DiffChange } from '../../../preload/contract/snapshot-procedures.ts';

export interface Tally {
  added: number;
  changed: number;
  removed: number;
}

export interface ChangeNode extends Tally {
  name: string;
  path: string;
  /** What happened to the entry itself; null: it is only on the way to something. */
  change: DiffChange | null;
  children: Map<string, ChangeNode>;
}

export const CHANGES_SHOWN = 50_000;

const node = (name: string, path: string): ChangeNode => ({ name, path, change: null, children: new Map(), added: 0, changed: 0, removed: 0 });

export class ChangeTree {
  readonly root = node('', '');
  /** Files and other entries, folders not counted. */
  readonly total: Tally = { added: 0, changed: 0, removed: 0 };
  shown = 0;

  get count(): number {
    return this.total.added + this.total.changed + this.total.removed;
  }

  add(changes: readonly DiffChange[]): void {
    for (const change of changes) this.#add(change);
  }

  #add(change: DiffChange): void {
    const kind = change.modifier.startsWith('+') ? 'added' : change.modifier.startsWith('-') ? 'removed' : 'changed';
    const counts = change.type !== 'dir';
    if (counts) this.total[kind]++;
    if (this.shown >= CHANGES_SHOWN) return;
    this.shown++;
    let here = this.root;
    for (const name of change.path.split('/').filter((part) => part !== '')) {
      if (counts) here[kind]++;
      let next = here.children.get(name);
      if (next === undefined) here.children.set(name, (next = node(name, `${here.path}/${name}`)));
      here = next;
    }
    here.change = change;
  }
}

/** Folders that lead to a single folder are shown as one line: `home/ann/Documents`. */
export function collapsed(start: ChangeNode): { label: string; node: ChangeNode } {
  let here = start;
  let label = start.name;
  while (here.children.size === 1 && here.change === null) {
    const [only] = here.children.values();
    if (only === undefined || only.children.size === 0) break;
    here = only;
    label = label === '' ? only.name : `${label}/${only.name}`;
  }
  return { label, node: here };
}

/** Folders first, then by name. */
export const ordered = ({ children }: ChangeNode): ChangeNode[] =>
  [...children.values()].toSorted((a, b) => Number(b.children.size > 0) - Number(a.children.size > 0) || a.name.localeCompare(b.name));
