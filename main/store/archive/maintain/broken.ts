/** What of an archive store cannot be restored whole: links that are gone, altered or cut off, contents that are not what was saved. Everything is read. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { isFault } from '../../../base/fault.ts';
import type { ArchiveStore } from '../archive.ts';
import { chainOf } from '../chain/chain.ts';
import { isWhole } from '../chain/link-state.ts';
import type { Link } from '../manifest/link.ts';
import type { ContentPlace, State } from '../manifest/state-text.ts';
import { LinkContent } from '../read/link-content.ts';
import { holderOf } from '../write/link-writer.ts';

/** A listed snapshot whose manifest can be read. */
export interface Examined {
  readonly snapshot: Snapshot;
  readonly link: Link;
  /** Sizes of all contents of its state, by identity. */
  readonly contents: ReadonlyMap<string, number>;
  /** Those that cannot be read, as they were saved, from where its manifest says. */
  readonly unreadable: ReadonlySet<string>;
  /** Those that lie in a link which is not whole, readable or not. */
  readonly unsafe: ReadonlySet<string>;
}

/** A link that was listed and of which nothing can be read but what it was called. */
export interface Gone {
  readonly id: string;
  readonly name: string;
}

export interface Examination {
  /** By chain, each in its order. */
  readonly chains: readonly (readonly Examined[])[];
  /** Ids of links that are not what was written, or hold something that is not. */
  readonly bad: ReadonlySet<string>;
  readonly gone: readonly Gone[];
}

export async function examine(store: ArchiveStore, call: Call): Promise<Examination> {
  call.progress.phase = 'checking data';
  const silent: Call = { ...call, progress: call.progress, report: () => undefined };
  const heads = await store.heads(silent);
  const links = heads.map(({ link }) => link);
  const marks = await store.repository.marks('links', call);
  const bad = new Set(links.filter((link) => !isWhole(store.repository.root, link)).map(({ id }) => id));
  const there = new Set(links.map(({ id }) => id));
  const others = await unclear(store, call);
  const gone: Gone[] = [];
  for (const [id, { name, forgotten }] of marks) {
    if (others.has(name)) there.add(id);
    else if (!forgotten && !there.has(id)) gone.push({ id, name });
  }
  const reader = new Reading(store, bad, there);
  const chains: Examined[][] = [];
  for (const chain of new Set(links.map((link) => link.chain))) {
    const members: Examined[] = [];
    for (const link of chainOf(chain, links)) {
      call.signal.throwIfAborted();
      if (marks.get(link.id)?.forgotten === true) continue;
      const { snapshot } = heads.find((head) => head.link === link)!;
      const found = await reader.of(link, snapshot, silent);
      if (found === null) gone.push({ id: link.id, name: link.name });
      else members.push(found);
    }
    if (members.length > 0) chains.push(members);
  }
  return { chains: chains.map((members) => members.map((one) => reader.marked(one))), bad: reader.bad, gone };
}

/** Names of links whose sidecars a newer program wrote, or the drive does not give just now: nothing says that they are broken. */
async function unclear({ sidecars }: ArchiveStore, call: Call): Promise<Set<string>> {
  const { unreadable } = await sidecars.all(call);
  return new Set(unreadable.filter(({ fault }) => fault.kind !== 'damaged').map(({ name }) => name));
}

class Reading {
  readonly bad: Set<string>;
  readonly #store: ArchiveStore;
  readonly #there: ReadonlySet<string>;
  /** Whether a content in a link is what was saved, by both. */
  readonly #sound = new Map<string, boolean>();
  /** Which link holds which content, by snapshot. */
  readonly #holders = new Map<string, ReadonlyMap<string, string>>();

  constructor(store: ArchiveStore, bad: ReadonlySet<string>, there: ReadonlySet<string>) {
    this.#store = store;
    this.bad = new Set(bad);
    this.#there = there;
  }

  /** Null when its manifest cannot be read. */
  async of(link: Link, snapshot: Snapshot, call: Call): Promise<Examined | null> {
    const state = await this.#stateOf(link);
    if (state === null) return null;
    const content = new LinkContent(link, state, this.#store.pool);
    const unreadable = new Set<string>();
    for (const [id, place] of state.contents) {
      call.signal.throwIfAborted();
      if (!(await this.#isSound(id, place, link, content, call))) unreadable.add(id);
    }
    this.#holders.set(link.id, new Map(Array.from(state.contents, ([id, place]) => [id, holderOf(link, place)])));
    return { snapshot, link, unreadable, unsafe: new Set(), contents: new Map(Array.from(state.contents, ([id, { size }]) => [id, size])) };
  }

  /** Once all were looked at: what is wrong with a link may show in a later snapshot only. */
  marked(one: Examined): Examined {
    const holders = this.#holders.get(one.link.id)!;
    return { ...one, unsafe: new Set(Array.from(holders).filter(([, holder]) => this.bad.has(holder) || !this.#there.has(holder)).map(([id]) => id)) };
  }

  async #stateOf({ name }: Link): Promise<State | null> {
    try {
      return (await this.#store.sidecars.whole(name)).state;
    } catch (error) {
      if (isFault(error, 'damaged') || isFault(error, 'missing')) return null;
      throw error;
    }
  }

  async #isSound(id: string, place: ContentPlace, link: Link, content: LinkContent, call: Call): Promise<boolean> {
    const holder = holderOf(link, place);
    const key = `${holder}:${id}`;
    const known = this.#sound.get(key);
    if (known !== undefined) return known;
    const sound = await content.verify(id, call).then(() => true, (error: unknown) => {
      call.signal.throwIfAborted();
      if (!isFault(error)) throw error;
      return false;
    });
    if (!sound) this.bad.add(holder);
    this.#sound.set(key, sound);
    return sound;
  }
}
