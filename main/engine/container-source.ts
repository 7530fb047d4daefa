/** An archive anybody made as a walk for a store: sorted, with directories it does not name, each content read once. */
import type { Call } from '../base/call.ts';
import type { Content, Entry, RawPath, WalkItem } from '../entry/entry.ts';
import { baseRaw, joinRaw } from '../entry/name.ts';
import type { ContainerReader, Found } from '../store/archive/container/container.ts';
import type { Staging } from './staging.ts';

const BATCH = 512;

interface Node {
  entry: Entry;
  content: Content | null;
  /** Of a directory. */
  children: Map<string, Node> | null;
}

export interface Rooted {
  /** Absolute: the directory in the snapshot the archive's entries lie in. */
  base: RawPath;
  /** Of directories the archive does not name; nanoseconds. */
  time: bigint;
}

export class ContainerSource {
  readonly #reader: ContainerReader;
  readonly #rooted: Rooted;
  readonly #staging: Staging;
  readonly #root: Node;
  /** Files, by their path in the archive. */
  readonly #files = new Map<RawPath, Node>();
  /** All names of a file, by the entry of the first. */
  readonly #groups = new Map<Entry, Entry[]>();
  #inodes = 0n;

  constructor(reader: ContainerReader, rooted: Rooted, staging: Staging) {
    this.#reader = reader;
    this.#rooted = rooted;
    this.#staging = staging;
    this.#root = this.#directory('');
  }

  async *walk(call: Call): AsyncGenerator<readonly WalkItem[]> {
    const base = this.#way(this.#rooted.base.split('/').filter((name) => name !== ''), this.#root);
    for await (const found of this.#reader.stream(call)) await this.#take(found, base, call);
    for (const group of this.#groups.values()) for (const entry of group) entry.links = group.length;
    let batch: WalkItem[] = [];
    for (const item of items(this.#root, '/')) {
      batch.push(item);
      if (batch.length < BATCH) continue;
      call.signal.throwIfAborted();
      yield batch;
      batch = [];
    }
    yield batch;
  }

  /** The directories on a path, made where they are missing. */
  #way(names: readonly string[], from: Node): Node {
    let node = from;
    for (const name of names) {
      const next = node.children!.get(name) ?? this.#directory(name);
      node.children!.set(name, next);
      node = next;
    }
    return node;
  }

  #directory(name: string): Node {
    const { time } = this.#rooted;
    const entry: Entry = { name, type: 'dir', mode: 0o755, uid: 0, gid: 0, user: '', group: '', mtime: time, atime: time, ctime: time, inode: 0n, deviceId: 0n, links: 1, size: 0 };
    return { entry, content: null, children: new Map() };
  }

  async #take(found: Found & { content: AsyncIterable<Uint8Array> | null }, base: Node, call: Call): Promise<void> {
    const { path, entry, link } = found;
    const parts = path.split('/').filter((name) => name !== '');
    const name = parts.pop();
    if (name === undefined) return; // the root of the archive itself
    const parent = this.#way(parts, base);
    const first = link === null ? undefined : this.#files.get(link);
    if (first !== undefined) return void parent.children!.set(name, this.#further(first, baseRaw(path)));
    const known = parent.children!.get(name);
    if (entry.type === 'dir') return void parent.children!.set(name, { entry, content: null, children: known?.children ?? new Map() });
    const node: Node = { entry, content: entry.type === 'file' ? await this.#content(found, call) : null, children: null };
    this.#files.set(path, node);
    parent.children!.set(name, node);
  }

  /** Further names are the same file: with the same number, and the same content. */
  #further(first: Node, name: string): Node {
    const { entry } = first;
    const group = this.#groups.get(entry) ?? [entry];
    this.#groups.set(entry, group);
    if (entry.inode === 0n) entry.inode = ++this.#inodes;
    const content = first.content;
    if (content?.type === 'path') first.content = { type: 'path', path: content.path, ...(content.stamp === undefined ? {} : { stamp: content.stamp }) }; // it stays for every name
    const further = { ...entry, name };
    group.push(further);
    return { entry: further, content: first.content, children: null };
  }

  /** What can be read by its place waits until it is wanted; the rest is laid aside as it comes by. */
  async #content({ entry, placed, content }: Found & { content: AsyncIterable<Uint8Array> | null }, call: Call): Promise<Content> {
    if (entry.size === 0 && content === null) return this.#staging.empty;
    if (placed === null && content !== null) return this.#staging.keep(content, entry, call);
    const reader = this.#reader;
    return placed === null ? this.#staging.empty : { type: 'stream', isSure: true, open: (wanted) => reader.read(placed, entry.size, wanted) };
  }
}

function* items(node: Node, path: RawPath): Generator<WalkItem> {
  for (const name of [...node.children!.keys()].sort(byBytes)) {
    const child = node.children!.get(name)!;
    const at = joinRaw(path, name);
    if (child.children === null) {
      yield { type: 'entry', entry: child.entry, path: at, content: child.content };
    } else {
      yield { type: 'enter', entry: child.entry, path: at };
      yield* items(child, at);
      yield { type: 'leave' };
    }
  }
}

/** Raw names compare as their bytes do. */
const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
