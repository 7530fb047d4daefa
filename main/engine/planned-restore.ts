/** What a restore would do, as it is shown before it is done, with a digest that changes when that does. */
import { createHash } from 'node:crypto';
import type { RestoreAction as Shown } from '../../preload/contract/restore.ts';
import type { Call } from '../base/call.ts';
import { showName } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';
import type { Target } from '../source/target.ts';
import type { SnapshotReader } from '../store/store.ts';
import type { RestoreAction, RestoreOptions } from './restore-options.ts';
import { Restore } from './restore.ts';

export interface PlannedItem {
  action: Shown;
  /** Where it goes, absolute. */
  path: string;
  size: number;
}

export interface PlannedPart {
  items: PlannedItem[];
  /** Of all entries so far. */
  counts: Record<Shown, number>;
  bytes: number;
}

/** What is there is gone afterwards: whoever agreed to that agreed to lose what they saw, and not what was written into it since. */
const LOSING: ReadonlySet<Shown> = new Set(['replace', 'delete']);

/** Items told; all are counted. */
const MOST_ITEMS = 10_000;
/** Characters hashed at once. */
const HASHED = 65_536;

/** Yields part by part and returns the digest of everything that would be done. Runs the restore's own code, with nothing written. */
export async function* planRestore(reader: SnapshotReader, target: Target, options: RestoreOptions, call: Call): AsyncGenerator<PlannedPart, { digest: string; last: PlannedPart }> {
  const shown = { create: 0, replace: 0, 'keep-both': 0, skip: 0, same: 0, delete: 0 } satisfies Record<Shown, number>;
  const names: Record<RestoreAction, Shown> = { created: 'create', replaced: options.keepAside === null ? 'replace' : 'keep-both', kept: 'skip', unchanged: 'same', deleted: 'delete' };
  const digest = new ActionDigest(reader.snapshot.id);
  let items: PlannedItem[] = [];
  let told = 0;
  const tell = (done: RestoreAction, path: RawPath, size: number, entries: number): void => {
    const action = names[done];
    shown[action] += entries;
    digest.add(action, path, size, entries, LOSING.has(action) ? target.stamp(path) : '');
    if (told++ < MOST_ITEMS) items.push({ action, path: showName(target.absolute(path)), size });
  };
  const restore = new Restore(reader, target, { ...options, dryRun: true, verify: false, tell }, call);
  const steps = restore.plan();
  for (let step = await steps.next(); ; step = await steps.next()) {
    const part = { items, counts: { ...shown }, bytes: step.value.bytes };
    items = [];
    if (step.done === true) return { digest: digest.value(), last: part };
    yield part;
  }
}

class ActionDigest {
  readonly #hash = createHash('sha256');
  #text = '';

  constructor(snapshot: string) {
    this.#text = `${snapshot}\n`;
  }

  /** @param lost what is there now and would be lost. */
  add(action: Shown, path: RawPath, size: number, entries: number, lost: string): void {
    this.#text += `${action} ${size} ${entries} ${lost} ${path}\0`;
    if (this.#text.length > HASHED) this.#take();
  }

  value(): string {
    this.#take();
    return this.#hash.digest('hex');
  }

  #take(): void {
    this.#hash.update(this.#text, 'latin1');
    this.#text = '';
  }
}
