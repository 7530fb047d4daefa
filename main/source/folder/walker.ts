/** The walk itself: depth first with its own stack, so that neither depth nor the size of a directory costs a call frame. */
import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import type { Call } from '../../base/call.ts';
import { Fault, toFault } from '../../base/fault.ts';
import type { RawName, RawPath } from '../../entry/entry.ts';
import { fromBytes, fsPath, joinRaw, showName } from '../../entry/name.ts';
import { typeOf } from '../../entry/read-entry.ts';
import type { Excludes } from './excludes.ts';
import type { Given } from './given-paths.ts';

/** Receives what the walk finds. An error thrown by `enter` or `entry` leaves that entry, and all below it, out. */
export interface WalkSink {
  /** @param from where the metadata is, when not at `path`: a link on the way to a given path stands for its target. */
  enter(path: RawPath, name: RawName, stats: BigIntStats, from?: RawPath): void;
  leave(): void;
  entry(path: RawPath, name: RawName, stats: BigIntStats): void;
  /** Told of what the exclusions leave out, folders without what is in them. What lies on another file system is no part of it. */
  leftOut?(path: RawPath): void;
}

/** A directory being walked. */
interface Frame {
  readonly path: RawPath;
  /** Sorted by bytes. */
  readonly names: readonly RawName[];
  next: number;
  /** Given paths below, if any. */
  readonly given: Given | null;
  /** Names that are here only because a given path leads through them. Null: all. */
  readonly forced: ReadonlySet<RawName> | null;
  /** File system of the given path this lies under. */
  readonly device: bigint;
}

export class Walker {
  readonly #excludes: Excludes;
  readonly #sink: WalkSink;
  readonly #call: Call;
  readonly #frames: Frame[] = [];

  /** @throws what reading `/` gives, when that is what was asked for. */
  constructor(given: Given, excludes: Excludes, sink: WalkSink, call: Call) {
    this.#excludes = excludes;
    this.#sink = sink;
    this.#call = call;
    if (given.whole) this.#open('/', this.#list('/'), given, lstatSync('/', { bigint: true }).dev);
    else this.#openForced('/', given);
  }

  /** Visits the next name. False at the end. */
  step(): boolean {
    const frame = this.#frames.at(-1);
    if (frame === undefined) return false;
    if (frame.next < frame.names.length) {
      this.#visit(frame, frame.names[frame.next++]!);
      return true;
    }
    this.#frames.pop();
    if (this.#frames.length > 0) this.#sink.leave();
    return this.#frames.length > 0;
  }

  #visit(frame: Frame, name: RawName): void {
    const path = joinRaw(frame.path, name);
    const given = frame.given?.children.get(name) ?? null;
    try {
      if (given?.whole === true) this.#visitGiven(path, name, given);
      else if (frame.forced === null || !frame.forced.has(name)) this.#visitFound(frame, path, name, given);
      else if (given !== null) this.#passThrough(path, name, given);
    } catch (error) {
      this.#warn(path, toFault(error, `"${showName(path)}" cannot be read`, { path: showName(path) }));
    }
  }

  /** A path somebody named: excludes apply to it as to everything, but losing it is worth a word. */
  #visitGiven(path: RawPath, name: RawName, given: Given): void {
    const stats = this.#lstat(path);
    if (stats === null) return;
    const excluded = this.#excludes.hasGiven(path, name, this.#call) || (!stats.isDirectory() && this.#excludes.isTooLarge(stats));
    if (!excluded) {
      if (stats.isSymbolicLink()) this.#noteLink(path);
      return this.#take(path, name, stats, given, stats.dev);
    }
    const shown = showName(path);
    this.#warn(
      path,
      new Fault('invalid', `"${shown}" is to be backed up and is excluded at once: it was left out.`, {
        context: { path: shown },
        advice: 'Remove it from the paths, or correct the exclusion.',
      }),
    );
    this.#sink.leftOut?.(path);
    if (given.children.size > 0) this.#passThrough(path, name, given);
  }

  #visitFound(frame: Frame, path: RawPath, name: RawName, given: Given | null): void {
    if (this.#excludes.hasNext(path, name)) {
      this.#sink.leftOut?.(path);
      return given === null ? undefined : this.#passThrough(path, name, given);
    }
    const stats = this.#lstat(path);
    if (stats === null) return;
    if (stats.isDirectory()) return this.#take(path, name, stats, given, frame.device);
    if (given !== null) return this.#passThrough(path, name, given);
    if (this.#excludes.oneFileSystem && stats.dev !== frame.device) return;
    if (this.#excludes.isTooLarge(stats)) this.#sink.leftOut?.(path);
    else this.#take(path, name, stats, null, frame.device);
  }

  /** Hands over one entry; a directory is entered, unless another file system begins there and is not wanted. */
  #take(path: RawPath, name: RawName, stats: BigIntStats, given: Given | null, device: bigint): void {
    const type = typeOf(stats);
    if (type === 'dir') {
      const isMountPoint = this.#excludes.oneFileSystem && stats.dev !== device;
      const names = isMountPoint ? [] : this.#list(path);
      this.#sink.enter(path, name, stats);
      return this.#open(path, names, given, device);
    }
    if (type !== null && type !== 'socket') return this.#sink.entry(path, name, stats);
    const shown = showName(path);
    const fault = new Fault(
      'unsupported',
      `"${shown}" is ${type === null ? 'of an unknown type' : 'a socket'} and cannot be stored: it was left out.`,
      {
        context: { path: shown },
        advice: 'Nothing needs to be done: the program it belongs to makes it again.',
      },
    );
    this.#call.report({ item: shown, during: 'scan', severity: 'note', fault });
  }

  /** A directory that is kept only for the given paths below it. */
  #passThrough(path: RawPath, name: RawName, given: Given): void {
    const real = fromBytes(realpathSync.native(fsPath(path), { encoding: 'buffer' }));
    const stats = lstatSync(fsPath(real), { bigint: true });
    this.#sink.enter(path, name, stats, real);
    this.#openForced(path, given);
  }

  #open(path: RawPath, listed: RawName[], given: Given | null, device: bigint): void {
    const names = this.#excludes.untagged(path, listed, this.#call);
    if (names.length < listed.length && this.#sink.leftOut !== undefined) this.#tellTagged(path, listed, new Set(names));
    const known = given === null ? null : new Set(names);
    const forced = given === null ? [] : [...given.children.keys()].filter((name) => !known!.has(name));
    const all = forced.length === 0 ? names : [...names, ...forced].sort();
    this.#frames.push({ path, names: all, next: 0, given, forced: forced.length === 0 ? null : new Set(forced), device });
  }

  #tellTagged(path: RawPath, listed: readonly RawName[], kept: ReadonlySet<RawName>): void {
    for (const name of listed) if (!kept.has(name)) this.#sink.leftOut?.(joinRaw(path, name));
  }

  #openForced(path: RawPath, given: Given): void {
    const names = [...given.children.keys()].sort();
    this.#frames.push({ path, names, next: 0, given, forced: new Set(names), device: 0n });
  }

  /** Names in byte order: `latin1` keeps every byte, and sorting strings compares them. */
  #list(path: RawPath): RawName[] {
    return readdirSync(fsPath(path), 'latin1').sort();
  }

  /** Null, and said, when it is gone since its directory was listed. */
  #lstat(path: RawPath): BigIntStats | null {
    const stats = lstatSync(fsPath(path), { bigint: true, throwIfNoEntry: false });
    if (stats !== undefined) return stats;
    const shown = showName(path);
    this.#warn(path, new Fault('missing', `"${shown}" vanished while it was being looked at: it was left out.`, { context: { path: shown } }));
    return null;
  }

  #noteLink(path: RawPath): void {
    if (statSync(fsPath(path), { throwIfNoEntry: false })?.isDirectory() !== true) return;
    const shown = showName(path);
    const fault = new Fault('invalid', `"${shown}" is a symbolic link to a directory: the link was stored, not the directory.`, {
      context: { path: shown },
      advice: 'To back up what it points to, give the path of the directory itself.',
    });
    this.#call.report({ item: shown, during: 'scan', severity: 'note', fault });
  }

  #warn(path: RawPath, fault: Fault): void {
    this.#call.progress.done.errors++;
    this.#call.report({ item: showName(path), during: 'scan', severity: 'warning', fault });
  }
}
