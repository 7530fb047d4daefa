/** What a walk found, on its way between threads: numbers in columns, names in one string. As an object each it would cost more than the look. */
import type { BigIntStats } from 'node:fs';
import { readlinkSync } from 'node:fs';
import type { Problem } from '../../base/call.ts';
import { Fault, type FaultContext, type FaultKind } from '../../base/fault.ts';
import { freeBuffer } from '../../base/free.ts';
import type { LateMetadata, RawName, RawPath, WalkItem } from '../../entry/entry.ts';
import { fsPath, joinRaw } from '../../entry/name.ts';
import { entryOf, type FileStatus } from '../../entry/read-entry.ts';
import type { SourceSize } from '../source.ts';
import type { WalkSink } from './walker.ts';

/** Items of a batch. */
export const BATCH = 512;
const [LEAVE, ENTER, ENTER_ELSEWHERE, ENTRY] = [0, 1, 2, 3];
/** 64-bit words of an item. */
const [MODE, UID, GID, LINKS, SIZE, INODE, DEVICE, RDEV, MTIME, ATIME, CTIME, WORDS] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

type Times = readonly [mtime: bigint, atime: bigint, ctime: bigint];

/** A Problem, flat enough to cross threads. */
export interface FlatProblem extends Omit<Problem, 'fault'> {
  kind: FaultKind;
  message: string;
  advice: string;
  context: FaultContext;
}

export interface WalkBatch {
  count: number;
  kinds: Uint8Array<ArrayBuffer>;
  words: BigInt64Array<ArrayBuffer>;
  /** A NUL after each: the name of every item that has one, then where its metadata is or its link leads. */
  names: string;
  /** By number of the item: times that 64 bits cannot hold. */
  wide: Map<number, Times>;
  problems: FlatProblem[];
  /** Entries of which nothing could be had, since the last batch. */
  errors: number;
}

/** The thread's side: takes what the walker finds. */
export class WalkPacker implements WalkSink {
  /** Files so far, and the bytes in them. */
  readonly size: SourceSize = { files: 0, bytes: 0 };
  #batch = emptyBatch();

  get isFull(): boolean {
    return this.#batch.count === BATCH;
  }

  take(): WalkBatch {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    return batch;
  }

  enter(path: RawPath, name: RawName, stats: BigIntStats, from: RawPath = path): void {
    if (from === path) this.#add(ENTER, stats, `${name}\0`);
    else this.#add(ENTER_ELSEWHERE, stats, `${name}\0${from}\0`);
  }

  leave(): void {
    this.#batch.kinds[this.#batch.count++] = LEAVE;
  }

  entry(path: RawPath, name: RawName, stats: BigIntStats): void {
    if (stats.isFile()) {
      this.size.files++;
      this.size.bytes += Number(stats.size);
    }
    this.#add(ENTRY, stats, stats.isSymbolicLink() ? `${name}\0${readlinkSync(fsPath(path), 'latin1')}\0` : `${name}\0`);
  }

  report({ item, during, severity, fault: { kind, message, advice, context } }: Problem): void {
    this.#batch.problems.push({ item, during, severity, kind, message, advice, context });
  }

  #add(kind: number, stats: BigIntStats, names: string): void {
    const { count, words } = this.#batch;
    const at = count * WORDS;
    words[at + MODE] = stats.mode;
    words[at + UID] = stats.uid;
    words[at + GID] = stats.gid;
    words[at + LINKS] = stats.nlink;
    words[at + SIZE] = stats.size;
    words[at + INODE] = stats.ino;
    words[at + DEVICE] = stats.dev;
    words[at + RDEV] = stats.rdev;
    words[at + MTIME] = stats.mtimeNs;
    words[at + ATIME] = stats.atimeNs;
    words[at + CTIME] = stats.ctimeNs;
    const times: Times = [stats.mtimeNs, stats.atimeNs, stats.ctimeNs];
    if (times.some((time) => time > LATEST || time < -LATEST)) this.#batch.wide.set(count, times);
    this.#batch.kinds[count] = kind;
    this.#batch.names += names;
    this.#batch.count++;
  }
}

const LATEST = 2n ** 63n - 1n;

const emptyBatch = (): WalkBatch => ({ count: 0, kinds: new Uint8Array(BATCH), words: new BigInt64Array(BATCH * WORDS), names: '', wide: new Map(), problems: [], errors: 0 });

/** The other side: makes items of what came. */
export class WalkUnpacker {
  readonly #late: LateMetadata;
  /** Directories the walk is in. */
  readonly #trail: RawPath[] = [];

  /** @param late fills in what the walk did not look at. */
  constructor(late: LateMetadata) {
    this.#late = late;
  }

  /** The batch's memory is given back. */
  items({ count, kinds, words, names, wide }: WalkBatch): WalkItem[] {
    const texts = names.split('\0');
    const numbers = new DataView(words.buffer);
    let text = 0;
    const items: WalkItem[] = [];
    for (let item = 0; item < count; item++) {
      if (kinds[item] === LEAVE) {
        this.#trail.pop();
        items.push({ type: 'leave' });
        continue;
      }
      readStatus(words, numbers, item, wide);
      const name = texts[text++]!;
      const entry = entryOf(status, name);
      const path = joinRaw(this.#trail.at(-1) ?? '/', name);
      if (entry.type === 'symlink') entry.linkTarget = texts[text++]!;
      if (kinds[item] === ENTRY) {
        items.push({ type: 'entry', entry, path, content: entry.type === 'file' ? { type: 'path', path } : null, late: this.#late });
        continue;
      }
      this.#trail.push(path);
      if (kinds[item] === ENTER_ELSEWHERE) this.#late.complete(entry, texts[text++]!);
      items.push({ type: 'enter', entry, path, ...(kinds[item] === ENTER ? { late: this.#late } : {}) });
    }
    freeBuffer(words.buffer);
    return items;
  }
}

/** One for all: nothing keeps it. */
const status: FileStatus = { mode: 0, uid: 0, gid: 0, nlink: 0, size: 0, ino: 0n, dev: 0n, rdev: 0n, mtimeNs: 0n, atimeNs: 0n, ctimeNs: 0n };

function readStatus(words: BigInt64Array, numbers: DataView, item: number, wide: WalkBatch['wide']): void {
  const at = item * WORDS;
  const number = (word: number): number => numbers.getUint32((at + word) * 8 + LOW, LITTLE) + numbers.getUint32((at + word) * 8 + 4 - LOW, LITTLE) * 2 ** 32;
  status.mode = number(MODE);
  status.uid = number(UID);
  status.gid = number(GID);
  status.nlink = number(LINKS);
  status.size = number(SIZE);
  status.rdev = words[at + RDEV]!;
  status.ino = words[at + INODE]!;
  status.dev = words[at + DEVICE]!;
  [status.mtimeNs, status.atimeNs, status.ctimeNs] = wide.get(item) ?? [words[at + MTIME]!, words[at + ATIME]!, words[at + CTIME]!];
}

/** Typed arrays have the machine's order of bytes. */
const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const LOW = LITTLE ? 0 : 4;

export const problemOf = ({ item, during, severity, kind, message, advice, context }: FlatProblem): Problem => ({
  item, during, severity, fault: new Fault(kind, message, { advice, context }),
});
