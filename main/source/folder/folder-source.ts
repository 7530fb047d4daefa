/** Folders and files of this machine as a Source: several paths, merged into one tree rooted at `/`. */
import { lstatSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { quietCall } from '../../base/call.ts';
import type { Call } from '../../base/call.ts';
import { Fault, isFault, toFault } from '../../base/fault.ts';
import type { RawName, RawPath, WalkItem } from '../../entry/entry.ts';
import { fsPath, rawFromText } from '../../entry/name.ts';
import { native } from '../../entry/native.ts';
import { completeEntry, entryFromStats } from '../../entry/read-entry.ts';
import type { Source, SourceSize } from '../source.ts';
import { Excludes } from './excludes.ts';
import type { ExcludeOptions } from './excludes.ts';
import { cleanPaths, mergePaths } from './given-paths.ts';
import type { Given } from './given-paths.ts';
import { WalkThread } from './walk-thread.ts';
import { Walker } from './walker.ts';
import type { WalkSink } from './walker.ts';

export interface FolderOptions extends ExcludeOptions {
  /** Absolute; one or more. */
  paths: readonly string[];
}

/** Items a batch holds at least, if there are so many. */
const BATCH = 512;
/** Names looked at before others get their turn, found something or not. */
const SLICE = 2000;

export class FolderSource implements Source {
  readonly kind = 'folder';
  readonly paths: readonly string[];
  readonly #excludes: Excludes;
  #ahead: WalkThread | null = null;

  /** @throws Fault `invalid` for a relative path or a malformed exclusion, or what an unreadable exclude file gives. */
  constructor({ paths, ...excludes }: FolderOptions) {
    if (paths.length === 0)
      throw new Fault('invalid', 'There is nothing to back up: no path was given.', { advice: 'Name at least one folder or file.' });
    this.paths = cleanPaths(paths);
    this.#excludes = new Excludes(excludes);
  }

  /** The patterns in force, for the snapshot to record. */
  get excludes(): readonly string[] {
    return this.#excludes.patterns;
  }

  /** Whether a path is left out by a pattern, or by lying on another file system than the source. @param path absolute; need not exist. */
  leavesOut(path: string): boolean {
    if (this.#excludes.matches(rawFromText(path))) return true;
    if (!this.#excludes.oneFileSystem) return false;
    const device = (at: string): number | undefined => statSync(at, { throwIfNoEntry: false })?.dev;
    return this.paths.every((source) => device(source) !== device(path));
  }

  /** @throws Fault `missing` when none of the paths exists (or why none can be reached). Some missing ones are a matter for the walk. */
  checkPaths(): void {
    this.#present(() => undefined);
  }

  /** Begins the next walk in a thread of its own, while its caller still makes ready; to be disposed of in any case. */
  lookAhead(): AsyncDisposable {
    const thread = (this.#ahead = new WalkThread(mergePaths(this.#present(() => undefined).map(rawFromText)), this.#excludes.options));
    return {
      [Symbol.asyncDispose]: () => {
        if (this.#ahead === thread) this.#ahead = null;
        return thread.end();
      },
    };
  }

  async *walk(call: Call): AsyncIterable<readonly WalkItem[]> {
    call.signal.throwIfAborted();
    if (native() === null) reportNoXattrs(call);
    const ahead = this.#ahead;
    this.#ahead = null;
    const given = this.#given(call);
    if (ahead !== null) return yield* ahead.items({ complete: (entry, path) => completeEntry(entry, path, call) }, call);
    const batch = new Batch(call);
    const walker = new Walker(given, this.#excludes, batch, call);
    for (let more = true; more;) {
      for (let seen = 0; more && seen < SLICE && batch.items.length < BATCH; seen++) {
        call.signal.throwIfAborted();
        more = walker.step();
      }
      if (batch.items.length > 0) yield batch.take();
      await setImmediate();
    }
  }

  async measure(call: Call, counted: (size: SourceSize) => void): Promise<SourceSize> {
    call.signal.throwIfAborted();
    const counter = new Counter();
    const silent = quietCall(call.signal); // the walk itself says and counts what goes wrong
    const walker = new Walker(this.#given(silent), this.#excludes, counter, silent);
    for (let more = true; more;) {
      for (let seen = 0; more && seen < SLICE; seen++) more = walker.step();
      counted({ ...counter.size });
      await setImmediate();
      call.signal.throwIfAborted();
    }
    return { ...counter.size };
  }

  /** The walk in single steps, for a sink of its own. */
  walker(sink: WalkSink, call: Call): Walker {
    return new Walker(this.#given(call), this.#excludes, sink, call);
  }

  #given(call: Call): Given {
    const report = (path: string, fault: Fault): void => call.report({ item: path, during: 'scan', severity: 'warning', fault });
    return mergePaths(this.#present(report).map(rawFromText));
  }

  /** The paths that exist; what keeps the others from being backed up goes to `report`, unless it is all of them. */
  #present(report: (path: string, fault: Fault) => void): string[] {
    const faults = new Map<string, Fault>();
    for (const path of this.paths) {
      try {
        lstatSync(fsPath(rawFromText(path)));
      } catch (error) {
        faults.set(path, toFault(error, `"${path}" cannot be backed up`, { path }));
      }
    }
    if (faults.size === this.paths.length) {
      const all = [...faults.values()];
      throw all.find((fault) => !isFault(fault, 'missing')) ?? all[0]!;
    }
    for (const [path, fault] of faults) report(path, fault);
    return this.paths.filter((path) => !faults.has(path));
  }
}

/** Turns what the walker finds into items. */
class Batch implements WalkSink {
  readonly #call: Call;
  items: WalkItem[] = [];

  constructor(call: Call) {
    this.#call = call;
  }

  take(): WalkItem[] {
    const taken = this.items;
    this.items = [];
    return taken;
  }

  enter(path: RawPath, name: RawName, stats: BigIntStats, from: RawPath = path): void {
    this.items.push({ type: 'enter', entry: entryFromStats(from, name, stats, this.#call), path });
  }

  leave(): void {
    this.items.push({ type: 'leave' });
  }

  entry(path: RawPath, name: RawName, stats: BigIntStats): void {
    const entry = entryFromStats(path, name, stats, this.#call);
    this.items.push({ type: 'entry', entry, path, content: entry.type === 'file' ? { type: 'path', path } : null });
  }
}

/** Counts files and the bytes in them; directories, links and the like hold none. */
class Counter implements WalkSink {
  readonly size: SourceSize = { files: 0, bytes: 0 };
  enter(): void {}
  leave(): void {}
  entry(_path: RawPath, _name: RawName, stats: BigIntStats): void {
    if (!stats.isFile()) return;
    this.size.files++;
    this.size.bytes += Number(stats.size);
  }
}

function reportNoXattrs(call: Call): void {
  const fault = new Fault('unsupported', 'Extended attributes are not read on this platform, access control lists included.', {
    advice: 'Contents, permissions and times are backed up as usual.',
  });
  call.report({ item: 'extended attributes', during: 'scan', severity: 'note', fault });
}
