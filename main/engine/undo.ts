/** Undo of a restore: what it kept aside goes back to its place. Nothing that somebody changed since is lost, and no link is followed. */
import { lstatSync, readlinkSync, renameSync, unlinkSync, type BigIntStats } from 'node:fs';
import type { Call } from '../base/call.ts';
import { Fault, toFault } from '../base/fault.ts';
import { dirRaw, fsPath, rawFromText, showName } from '../entry/name.ts';
import type { RawPath } from '../entry/entry.ts';
import { typeOf } from '../entry/read-entry.ts';
import { freeName } from '../source/folder/folder-target.ts';
import { TargetPaths } from '../source/folder/target-paths.ts';
import type { KeptAside } from './undo-journal.ts';

/** `created`: nothing was at the place any more. `replaced`: what the restore wrote gave way. */
export type UndoAction = 'created' | 'replaced';

export interface UndoReport {
  counts: Record<UndoAction, number>;
  /** Of those replaced: what had been changed since the restore, and lies beside now. */
  aside: number;
  files: number;
  bytes: number;
  /** What could not be put back, and what was not come to. */
  left: KeptAside[];
}

/** Entries after which others get a turn. */
const STEP = 200;

export class Undo {
  readonly #paths: TargetPaths;
  readonly #suffix: string;
  readonly #call: Call;
  readonly report: UndoReport;

  /**
   * @param place root of the restore's target, as its journal has it.
   * @param suffix ending of what was changed since the restore, and is kept.
   */
  constructor(place: string, kept: readonly KeptAside[], suffix: string, call: Call) {
    this.#paths = new TargetPaths(rawFromText(place));
    this.#suffix = suffix;
    this.#call = call;
    this.report = { counts: { created: 0, replaced: 0 }, aside: 0, files: 0, bytes: 0, left: [...kept] };
  }

  /** Last renamed, first put back. Cut off, `report` says how far it came. */
  async run(): Promise<UndoReport> {
    const { progress, signal } = this.#call;
    const waiting = this.report.left;
    const failed: KeptAside[] = [];
    progress.phase = 'restoring';
    progress.totalFiles = waiting.length;
    try {
      for (let kept = waiting.at(-1); kept !== undefined; kept = waiting.at(-1)) {
        if (progress.done.files % STEP === 0) await new Promise<void>((resolve) => { setImmediate(resolve); });
        signal.throwIfAborted();
        progress.current = showName(kept.path);
        if (!this.#putBack(kept)) failed.push(kept);
        waiting.pop();
        progress.done.files++;
      }
    } finally {
      waiting.push(...failed.toReversed());
    }
    return this.report;
  }

  /** False when it failed, which is reported. */
  #putBack(kept: KeptAside): boolean {
    try {
      const aside = this.#look(kept.aside);
      if (aside === null) this.#gone(kept);
      else this.#done(this.#move(kept), kept, aside);
      return true;
    } catch (error) {
      const item = showName(kept.path);
      this.#call.progress.done.errors++;
      this.#call.report({ item, during: 'undo', severity: 'warning', fault: toFault(error, `"${showName(this.#paths.absolute(kept.path))}" cannot be put back`, { path: item }) });
      return false;
    }
  }

  #move(kept: KeptAside): UndoAction {
    const [from, to] = [fsPath(this.#paths.absolute(kept.aside)), this.#paths.absolute(kept.path)];
    const there = this.#look(kept.path);
    if (there === null) {
      renameSync(from, fsPath(to));
      return 'created';
    }
    const isOurs = this.#isAsRestored(kept, there);
    if (isOurs && !this.#look(kept.aside)!.isDirectory()) {
      renameSync(from, fsPath(to)); // one step: the place is never empty
      return 'replaced';
    }
    const beside = fsPath(freeName(to, `.${this.#suffix}`));
    renameSync(fsPath(to), beside);
    try {
      renameSync(from, fsPath(to));
    } catch (error) {
      renameSync(beside, fsPath(to));
      throw error;
    }
    if (isOurs) unlinkSync(beside);
    else this.report.aside++;
    this.#paths.forget();
    return 'replaced';
  }

  /** Never a directory: what is in one may have changed. */
  #isAsRestored({ path, type, size, mtime, linkTarget }: KeptAside, stats: BigIntStats): boolean {
    if (type === 'dir' || typeOf(stats) !== type) return false;
    if (type === 'symlink') return readlinkSync(fsPath(this.#paths.absolute(path)), 'latin1') === linkTarget;
    return stats.mtimeNs === mtime && (type !== 'file' || stats.size === BigInt(size));
  }

  /** What is at a path, which must be reached through real directories. Null: nothing. @throws Fault `invalid`. */
  #look(path: RawPath): BigIntStats | null {
    const absolute = this.#paths.absolute(path);
    const reach = this.#paths.reach(dirRaw(path));
    if (reach === 'absent') return null;
    if (reach === 'there') return lstatSync(fsPath(absolute), { bigint: true, throwIfNoEntry: false }) ?? null;
    throw new Fault('invalid', `"${showName(dirRaw(absolute))}" leads through a link or a file by now: nothing is put back through it.`, { context: { path: showName(absolute) }, advice: 'Remove what is in the way, then undo again.' });
  }

  /** A restore that was killed may have noted a rename it did not make; else somebody took the file away. */
  #gone({ path, aside }: KeptAside): void {
    const fault = new Fault('missing', `"${showName(this.#paths.absolute(aside))}" is not there any more: "${showName(path)}" stays as it is.`);
    this.#call.report({ item: showName(path), during: 'undo', severity: 'note', fault });
  }

  #done(action: UndoAction, { path }: KeptAside, aside: BigIntStats): void {
    const bytes = aside.isFile() ? Number(aside.size) : 0;
    this.report.counts[action]++;
    this.report.files += aside.isFile() ? 1 : 0;
    this.report.bytes += bytes;
    this.#call.progress.done.bytes += bytes;
    this.#call.item?.(action, showName(path), bytes);
  }
}
