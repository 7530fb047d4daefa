/** Counts ahead what a folder source holds and what each of its exclusions takes away. Looks at names and sizes, opens nothing but tag files. */
import type { BigIntStats } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FolderSpec } from '../../../preload/contract/folder-spec.ts';
import type { Measure } from '../../../preload/contract/source-procedures.ts';
import type { Call } from '../../base/call.ts';
import { quietCall } from '../../base/call.ts';
import type { Clock } from '../../base/clock.ts';
import type { RawName, RawPath } from '../../entry/entry.ts';
import { rawFromText } from '../../entry/name.ts';
import type { SourceSize } from '../source.ts';
import { PatternBlame } from './blame-pattern.ts';
import { ExcludedWalk } from './excluded-walk.ts';
import { folderOptions } from './folder-options.ts';
import { FolderSource } from './folder-source.ts';
import { cleanPath } from './given-paths.ts';
import type { WalkSink } from './walker.ts';

/** Milliseconds between two messages. */
const PAUSE = 200;
/** Milliseconds of looking before others get their turn: a cold disk takes some for a single name. */
const SLICE = 8;
/** Names before others get their turn, whatever the clock says. */
const MOST = 4096;

export interface MeasureOptions {
  clock: Pick<Clock, 'monotonic'>;
  /** Raw paths of mounts that hold no data of anybody's: not counted below excluded folders. */
  pseudo?: ReadonlySet<RawPath>;
}

export class FolderMeasure {
  readonly #spec: FolderSpec;
  readonly #source: FolderSource;
  readonly #options: MeasureOptions;
  readonly #tally: Tally;

  /** @throws Fault `invalid` for what no backup could be made of. */
  constructor(spec: FolderSpec, options: MeasureOptions) {
    this.#spec = spec;
    this.#source = new FolderSource(folderOptions(spec));
    this.#options = options;
    this.#tally = new Tally(spec, this.#source.excludes, options.pseudo ?? new Set());
  }

  /** @throws Fault `missing`, or why none of the paths can be reached. */
  checkPaths(): void {
    this.#source.checkPaths();
  }

  /** At most five messages a second, and one at the end; the signal ends it within some milliseconds. */
  async *messages(signal: AbortSignal): AsyncGenerator<Measure, void> {
    signal.throwIfAborted();
    const { clock } = this.#options;
    const tally = this.#tally;
    const walker = this.#source.walker(tally, tally.call(signal));
    const step = (): boolean => tally.excluded.step() || walker.step();
    let sent = clock.monotonic();
    for (let more = true; more;) {
      more = slice(step, clock);
      await setImmediate();
      signal.throwIfAborted();
      if (!more || clock.monotonic() - sent < PAUSE) continue;
      yield tally.message(this.#spec, false);
      sent = clock.monotonic();
    }
    yield tally.message(this.#spec, true);
  }
}

/** Works for a moment. False when nothing is left. */
function slice(step: () => boolean, clock: Pick<Clock, 'monotonic'>): boolean {
  const start = clock.monotonic();
  for (let done = 1; done <= MOST; done++) {
    if (!step()) return false;
    if (clock.monotonic() - start >= SLICE) break;
  }
  return true;
}

const nothing = (): SourceSize => ({ files: 0, bytes: 0 });

function add(size: SourceSize, bytes: number): void {
  size.files++;
  size.bytes += bytes;
}

class Tally implements WalkSink {
  readonly kept = nothing();
  readonly left = nothing();
  readonly excluded: ExcludedWalk;
  /** By raw path as it is walked. */
  readonly #paths = new Map<RawPath, SourceSize>();
  /** Case-sensitive patterns, those from files among them, then the others. */
  readonly #patterns: readonly SourceSize[];
  readonly #blame: PatternBlame;
  readonly #fromFiles: number;
  /** Given paths the walk is in, with their depth. */
  readonly #within: { size: SourceSize; depth: number }[] = [];
  #depth = 0;
  #unreadable = 0;

  constructor({ paths, excludes }: FolderSpec, inForce: readonly string[], pseudo: ReadonlySet<RawPath>) {
    for (const path of paths) this.#paths.set(rawOf(path), nothing());
    this.#blame = new PatternBlame(inForce, excludes.patternsIgnoreCase);
    this.#fromFiles = inForce.length - excludes.patterns.length;
    this.#patterns = Array.from({ length: inForce.length + excludes.patternsIgnoreCase.length }, nothing);
    const given = new Set(this.#paths.keys());
    this.excluded = new ExcludedWalk({ given, pseudo, oneFileSystem: excludes.oneFileSystem, found: (owner, bytes) => this.#leave(owner, bytes) });
  }

  call(signal: AbortSignal): Call {
    return {
      ...quietCall(signal),
      // A path that is excluded at once is left out on purpose.
      report: ({ severity, fault }) => void (severity === 'warning' && fault.kind !== 'invalid' && this.#unreadable++),
    };
  }

  enter(path: RawPath): void {
    this.#depth++;
    const size = this.#paths.get(path);
    if (size !== undefined) this.#within.push({ size, depth: this.#depth });
  }

  leave(): void {
    if (this.#within.at(-1)?.depth === this.#depth) this.#within.pop();
    this.#depth--;
  }

  entry(path: RawPath, _name: RawName, stats: BigIntStats): void {
    if (!stats.isFile()) return;
    const bytes = Number(stats.size);
    add(this.kept, bytes);
    for (const { size } of this.#within) add(size, bytes);
    const own = this.#paths.get(path);
    if (own !== undefined) add(own, bytes);
  }

  leftOut(path: RawPath): void {
    this.excluded.add(path, this.#blame.of(path));
  }

  #leave(owner: number, bytes: number): void {
    add(this.left, bytes);
    const size = this.#patterns[owner];
    if (size !== undefined) add(size, bytes);
  }

  message({ paths, excludes }: FolderSpec, done: boolean): Measure {
    const after = excludes.patterns.length + this.#fromFiles;
    return {
      kept: { ...this.kept }, excluded: { ...this.left },
      paths: paths.map((path) => ({ path, ...this.#paths.get(rawOf(path))! })),
      patterns: [
        ...excludes.patterns.map((pattern, place) => ({ pattern, ...this.#patterns[place]! })),
        ...excludes.patternsIgnoreCase.map((pattern, place) => ({ pattern, ...this.#patterns[after + place]! })),
      ],
      unreadable: this.#unreadable, done,
    };
  }
}

const rawOf = (path: string): RawPath => rawFromText(cleanPath(path));
