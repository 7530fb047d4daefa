/** A link in the making: its container, its state, and where every content of that state lies. */
import { createHash } from 'node:crypto';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import type { Entry, RawPath } from '../../../entry/entry.ts';
import type { Added, Chunks, ContainerWriter, FileTaken, FileToTake, Placed } from '../container/container.ts';
import { placeInContainer } from '../layout.ts';
import type { Link } from '../manifest/link.ts';
import { TextParts } from '../manifest/text-parts.ts';
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
  readonly #sums = new TextParts();
  readonly #members: Member[] | null;
  readonly #own = { files: 0, bytes: 0 };

  /** @param container null: nothing is stored, only read. @param listing whether what is stored is to be remembered by name. */
  constructor(container: ContainerWriter | null, base: Base | null, listing = false) {
    this.#container = container;
    this.#base = base;
    this.#members = listing ? [] : null;
  }

  /** Nothing is stored: all there is to do is to read. */
  get isDry(): boolean {
    return this.#container === null;
  }

  /** Whether a piece of a large content may be used again when the next is asked for. */
  get copies(): boolean {
    return this.#container === null || this.#container.copies === true;
  }

  /** Whether small files can be left to the container to read. */
  get takesFiles(): boolean {
    return this.#container?.files !== undefined;
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

  /** Whether the base has all of this content and says where. */
  knows(content: readonly string[]): boolean {
    return content.every((id) => this.#base?.state.contents.has(id) === true);
  }

  /** Takes content over that the base `knows`, or that is held already. */
  keep(content: readonly string[]): void {
    for (const id of content) {
      if (this.#held.has(id)) continue;
      const known = this.#base?.state.contents.get(id);
      if (known === undefined) throw new Fault('bug', `Nobody knows where the content ${id.slice(0, 8)} lies.`);
      this.#held.set(id, { holder: holderOf(this.#base!.link, known), size: known.size, placed: known.placed });
    }
  }

  /** Stores an entry. @param first where the same file is already in this container. */
  async add(entry: Entry, path: RawPath, content: Chunks | null, first: RawPath | null, call: Call): Promise<Added> {
    if (this.#container === null) return readOnly(content);
    const place = placeInContainer(path);
    const added = await this.#container.add(entry, place, content, first === null ? null : placeInContainer(first), call);
    if (entry.type === 'file' || entry.type === 'dir') this.#members?.push({ path: place, isDirectory: entry.type === 'dir', mtime: entry.mtime, added });
    return added;
  }

  /** Null: there is room for a file. */
  room(call: Call): Promise<void> | null {
    const files = this.#container?.files;
    return files === undefined || files.hasRoom ? null : files.endFrame(call);
  }

  /** Leaves a small file to the container, where it `takesFiles` and there is room. */
  take(entry: Entry, path: RawPath, file: FileToTake, done: (taken: FileTaken) => void): void {
    this.#container!.files!.take(entry, placeInContainer(path), file, done);
  }

  /** Sends on what the container gathers, so that what waits for it stays little. */
  async endFrame(call: Call): Promise<void> {
    await this.#container?.files?.endFrame(call);
  }

  /** Resolves when the container has read and written all it was given. */
  async flush(call: Call): Promise<void> {
    await this.#container?.flush(call);
  }

  /** Makes content that was added part of the state. To be called in the order of the entries, so that equal trees make equal archives. */
  hold({ sha256, size, placed }: Added, path: RawPath): void {
    if (sha256 === null) return;
    this.#own.files++;
    this.#own.bytes += size;
    if (this.#container !== null) this.#sums.add(sumLine(sha256, placeInContainer(path)));
    if (size > 0 && this.#held.get(sha256)?.holder !== null) this.#held.set(sha256, { holder: null, size, placed });
  }

  /** @param tree entries of a directory, complete. Returns its identity. */
  directory(path: RawPath, tree: Uint8Array): string {
    return this.#state.add(path, tree);
  }

  /** To be called when all is added: places are known only then. */
  async state(deletions: readonly RawPath[], call: Call): Promise<{ text: Buffer[]; needs: string[] }> {
    await this.flush(call);
    const needs = [...new Set(Array.from(this.#held.values(), ({ holder }) => holder).filter((holder) => holder !== null))];
    const numbers = new Map(needs.map((id, at) => [id, at + 1]));
    return { text: this.#state.finish(this.#places(numbers), deletions), needs };
  }

  *#places(numbers: ReadonlyMap<string, number>): Generator<[id: string, place: ContentPlace]> {
    for (const [id, { holder, size, placed }] of this.#held) yield [id, { size, link: holder === null ? 0 : numbers.get(holder)!, placed }];
  }

  /** As `sha256sum -c` reads it, for everything in this container: in pieces, once. */
  takeChecksums(): Buffer[] {
    return this.#sums.take();
  }
}

/** The link that has a content, as another link speaks of it. */
export const holderOf = ({ id, needs }: Pick<Link, 'id' | 'needs'>, { link }: Pick<ContentPlace, 'link'>): string => (link === 0 ? id : needs[link - 1]!);

/** What an entry says of content that was added. */
export const contentOf = ({ sha256, size }: Added): string[] => (sha256 === null || size === 0 ? [] : [sha256]);

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

