/** Changes between two versions as a tree of folders with what happened inside each. Built as changes arrive; folders are made on demand. */
import type { DiffChange } from '../../../preload/contract/snapshot-procedures.ts';

export interface Tally {
  added: number;
  changed: number;
  removed: number;
  /** Bytes by which it grew; negative: it shrank. */
  grown: number;
}

export interface ChangeNode extends Tally {
  name: string;
  /** What happened to the entry itself; null: it is only on the way to something. */
  change: DiffChange | null;
  children: Map<string, ChangeNode>;
}

/** Changes that are listed; beyond, only the counts go on. */
export const CHANGES_SHOWN = 100_000;

const tally = (): Tally => ({ added: 0, changed: 0, removed: 0, grown: 0 });
const node = (name: string): ChangeNode => ({ name, change: null, children: new Map(), ...tally() });

export class ChangeTree {
  readonly root = node('');
  /** Files and other entries, folders not counted. */
  readonly total: Tally = tally();
  shown = 0;

  get count(): number {
    return this.total.added + this.total.changed + this.total.removed;
  }

  add(changes: readonly DiffChange[]): void {
    for (const change of changes) this.#add(change);
  }

  #add(change: DiffChange): void {
    const kind = kindOf(change);
    const counts = change.type !== 'dir';
    const grown = kind === 'added' ? change.sizeAfter : kind === 'removed' ? -change.sizeBefore : change.sizeAfter - change.sizeBefore;
    const count = (to: Tally): void => {
      if (!counts) return;
      to[kind]++;
      to.grown += grown;
    };
    count(this.total);
    if (this.shown >= CHANGES_SHOWN) return;
    this.shown++;
    let here = this.root;
    for (const name of change.path.split('/')) {
      if (name === '') continue;
      count(here);
      let next = here.children.get(name);
      if (next === undefined) here.children.set(name, (next = node(name)));
      here = next;
    }
    here.change = change;
  }
}

const kindOf = ({ modifier }: DiffChange): 'added' | 'removed' | 'changed' => (modifier.startsWith('+') ? 'added' : modifier.startsWith('-') ? 'removed' : 'changed');

/** Folders that lead to a single folder, to which the same happened, are shown as one line: `home/ann/Documents`. */
export function collapsed(start: ChangeNode): { label: string; node: ChangeNode } {
  let here = start;
  let label = start.name;
  while (here.children.size === 1) {
    const [only] = here.children.values();
    if (only === undefined || only.children.size === 0 || (here.change !== null && here.change.modifier !== only.change?.modifier)) break;
    here = only;
    label = label === '' ? only.name : `${label}/${only.name}`;
  }
  return { label, node: here };
}

const byName = new Intl.Collator(undefined, { numeric: true });

/** Folders first, then by name. */
export const ordered = ({ children }: ChangeNode): ChangeNode[] =>
  [...children.values()].sort((a, b) => Number(b.children.size > 0) - Number(a.children.size > 0) || byName.compare(a.name, b.name));
