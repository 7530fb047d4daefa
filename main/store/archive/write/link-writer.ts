/** A link in the making: its container, its state, and where every content of that state lies. */
import { createHash, hash } from 'node:crypto';
import type { Call } from '../../../base/call.ts';
import type { Entry, RawPath } from '../../../entry/entry.ts';
import type { Added, Chunks, ContainerWriter, Placed } from '../container/container.ts';
import { placeInContainer } from '../layout.ts';
import type { Link } from '../manifest/link.ts';
import { StateWriter, type ContentPlace, type State } from '../manifest/state-text.ts';

/** What a link is compared with, and takes unchanged content from. */
export interface Base {
  link: Link;
  state: State;
}

/** Which link has a content; null: the one in the making. */
interface Held {
  holder: string | null;
  size: number;
  placed: Placed;
}

/** An entry as a container holds it. */
export interface Member {
  path: RawPath;
  isDirectory: boolean;
  mtime: bigint;
  added: Added;
}

export class LinkWriter {
  readonly #container: ContainerWriter | null;
  readonly #base: Base | null;
  readonly #state = new StateWriter();
  readonly #held = new Map<string, Held>();
  readonly #sums: string[] = [];
  readonly #members: Member[] | null;
  readonly #own = { files: 0, bytes: 0 };

  /** @param container null: nothing is stored, only read. @param listing whether what is stored is to be remembered by name. */
  constructor(container: ContainerWriter | null, base: Base | null, listing = false) {
    this.#container = container;
    this.#base = base;
    this.#members = listing ? [] : null;
  }

  /** Whether a small file can be stored without waiting. */
  get takesNow(): boolean {
    return this.#container === null || this.#container.now?.hasRoom === true;
  }

  /** Whether a further name of a file can be stored as such. */
  get hardLinks(): boolean {
    return this.#container?.hardLinks !== false;
  }

  /** What is in the container, in order; empty unless it was to be remembered. */
  get members(): readonly Member[] {
    return this.#members ?? [];
  }

  /** What it holds itself. */
  get own(): Readonly<{ files: number; bytes: number }> {
    return this.#own;
  }

  /** Takes content over from where the base has it. False: it does not say where that is. */
  keep(content: readonly string[]): boolean {
    for (const id of content) {
      if (this.#held.has(id)) continue;
      const known = this.#base?.state.contents.get(id);
      if (known === undefined) return false;
      this.#held.set(id, { holder: holderOf(this.#base!.link, known), size: known.size, placed: known.placed });
    }
    return true;
  }

  /** Stores an entry. @param first where the same file is already in this container. */
  async add(entry: Entry, path: RawPath, content: Chunks | null, first: RawPath | null, call: Call): Promise<Added> {
    if (this.#container === null) return readOnly(content);
    const place = placeInContainer(path);
    const added = await this.#container.add(entry, place, content, first === null ? null : placeInContainer(first), call);
    this.#note(entry, place, added, content !== null);
    return added;
  }

  /** Stores a small file at once, where it `takesNow`; the bytes stay the caller's. */
  addNow(entry: Entry, path: RawPath, content: Uint8Array, call: Call): Added {
    if (this.#container === null) return notPlaced(content.length, hash('sha256', content));
    const place = placeInContainer(path);
    const added = this.#container.now!.add(entry, place, content, call);
    this.#note(entry, place, added, true);
    return added;
  }

  #note(entry: Entry, place: RawPath, added: Added, hasContent: boolean): void {
    if (entry.type === 'file' || entry.type === 'dir') this.#members?.push({ path: place, isDirectory: entry.type === 'dir', mtime: entry.mtime, added });
    if (added.sha256 === null || !hasContent) return;
    this.#own.files++;
    this.#own.bytes += added.size;
    this.#sums.push(sumLine(added.sha256, place));
  }

  /** Makes content that was added part of the state. Returns what an entry says of it. */
  hold({ sha256, size, placed }: Added): string[] {
    if (sha256 === null || size === 0) return [];
    if (this.#held.get(sha256)?.holder !== null) this.#held.set(sha256, { holder: null, size, placed });
    return [sha256];
  }

  /** @param tree entries of a directory, complete. Returns its identity. */
  directory(path: RawPath, tree: Uint8Array): string {
    return this.#state.add(path, tree);
  }

  /** To be called when all is added: places are known only then. */
  async state(deletions: readonly RawPath[], call: Call): Promise<{ text: Buffer; needs: string[] }> {
    await this.#container?.flush(call);
    const needs = [...new Set(Array.from(this.#held.values(), ({ holder }) => holder).filter((holder) => holder !== null))];
    const numbers = new Map(needs.map((id, at) => [id, at + 1]));
    const contents = new Map<string, ContentPlace>();
    for (const [id, { holder, size, placed }] of this.#held) contents.set(id, { size, link: holder === null ? 0 : numbers.get(holder)!, placed });
    return { text: this.#state.finish(contents, deletions), needs };
  }

  /** As `sha256sum -c` reads it, for everything in this container. */
  get checksums(): Buffer {
    return Buffer.from(this.#sums.join(''), 'latin1');
  }
}

/** The link that has a content, as another link speaks of it. */
export const holderOf = ({ id, needs }: Pick<Link, 'id' | 'needs'>, { link }: Pick<ContentPlace, 'link'>): string => (link === 0 ? id : needs[link - 1]!);

/** A line that begins with a backslash has its name escaped. */
function sumLine(sha256: string, path: RawPath): string {
  if (!/[\\\n\r]/.test(path)) return `${sha256}  ${path}\n`;
  return `\\${sha256}  ${path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}\n`;
}

async function readOnly(content: Chunks | null): Promise<Added> {
  const digest = createHash('sha256');
  let size = 0;
  for await (const bytes of content ?? []) {
    digest.update(bytes);
    size += bytes.length;
  }
  return notPlaced(size, content === null ? null : digest.digest('hex'));
}

const notPlaced = (size: number, sha256: string | null): Added => ({ placed: { offset: 0, stored: 0, within: 0 }, size, sha256 });

