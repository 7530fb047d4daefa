/** What of an archive store cannot be restored whole: links that are gone, altered or cut off, contents that are not what was saved. Everything is read. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import { isFault } from '../../../base/fault.ts';
import type { ArchiveStore } from '../archive.ts';
import { chainOf } from '../chain/chain.ts';
import { isWhole } from '../chain/link-state.ts';
import type { Link } from '../manifest/link.ts';
import type { State } from '../manifest/state-text.ts';
import { LinkContent } from '../read/link-content.ts';
import { holderOf } from '../write/link-writer.ts';
import { IdSet } from './id-set.ts';

/** A listed snapshot whose manifest can be read. */
export interface Examined {
  readonly snapshot: Snapshot;
  readonly link: Link;
  /** Nothing is wrong with it, or with any other that holds content of it. */
  readonly isSound: boolean;
  /** What its state has, read anew: kept, the contents of a long chain of many files would take more memory than there is. */
  contents(): Promise<Iterable<ExaminedContent>>;
}

export interface ExaminedContent {
  readonly id: string;
  readonly size: number;
  /** It can be read, as it was saved, from where the manifest says. */
  readonly isReadable: boolean;
  /** It lies in a link that is whole. */
  readonly isSafe: boolean;
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
  const chains: Looked[][] = [];
  for (const chain of new Set(links.map((link) => link.chain))) {
    const members: Looked[] = [];
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

/** What is kept of a link that was looked at. */
interface Looked {
  snapshot: Snapshot;
  link: Link;
  /** Links that hold content of its state, itself among them. */
  holders: ReadonlySet<string>;
}

class Reading {
  readonly bad: Set<string>;
  readonly #store: ArchiveStore;
  readonly #there: ReadonlySet<string>;
  /** Contents that were compared, by the link they lie in. */
  readonly #compared = new Map<string, { all: IdSet; damaged: IdSet }>();

  constructor(store: ArchiveStore, bad: ReadonlySet<string>, there: ReadonlySet<string>) {
    this.#store = store;
    this.bad = new Set(bad);
    this.#there = there;
  }

  /** Null when its manifest cannot be read. */
  async of(link: Link, snapshot: Snapshot, call: Call): Promise<Looked | null> {
    const state = await this.#stateOf(link);
    if (state === null) return null;
    const content = new LinkContent(link, state, this.#store.pool);
    const holders = new Set<string>();
    for (const [id, place] of state.contents) {
      const holder = holderOf(link, place);
      holders.add(holder);
      if (!this.#comparedIn(holder).all.has(id)) await this.#compare(id, holder, content, call);
    }
    return { snapshot, link, holders };
  }

  /** Once all were looked at: what is wrong with a link may show in a later snapshot only. */
  marked({ snapshot, link, holders }: Looked): Examined {
    const isSound = !this.bad.has(link.id) && Array.from(holders).every((holder) => this.#isWhole(holder));
    const contents = async (): Promise<Iterable<ExaminedContent>> => {
      const { state } = await this.#store.sidecars.whole(link.name);
      return { [Symbol.iterator]: () => this.#each(link, state) };
    };
    return { snapshot, link, isSound, contents };
  }

  *#each(link: Link, { contents }: State): Generator<ExaminedContent> {
    for (const [id, place] of contents) {
      const holder = holderOf(link, place);
      yield { id, size: place.size, isReadable: !this.#comparedIn(holder).damaged.has(id), isSafe: this.#isWhole(holder) };
    }
  }

  #isWhole(id: string): boolean {
    return this.#there.has(id) && !this.bad.has(id);
  }

  #comparedIn(holder: string): { all: IdSet; damaged: IdSet } {
    const compared = this.#compared.get(holder) ?? { all: new IdSet(), damaged: new IdSet() };
    this.#compared.set(holder, compared);
    return compared;
  }

  async #stateOf({ name }: Link): Promise<State | null> {
    try {
      return (await this.#store.sidecars.whole(name)).state;
    } catch (error) {
      if (isFault(error, 'damaged') || isFault(error, 'missing')) return null;
      throw error;
    }
  }

  async #compare(id: string, holder: string, content: LinkContent, call: Call): Promise<void> {
    call.signal.throwIfAborted();
    const { all, damaged } = this.#comparedIn(holder);
    all.add(id);
    try {
      await content.verify(id, call);
    } catch (error) {
      call.signal.throwIfAborted();
      if (!isFault(error)) throw error;
      this.bad.add(holder);
      damaged.add(id);
    }
  }
}
