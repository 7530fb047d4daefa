/** Restore: entries of a snapshot onto a target, in windows of files so that memory stays bounded. */
import { setImmediate } from 'node:timers/promises';
import type { Call } from '../base/call.ts';
import { Fault, toFault } from '../base/fault.ts';
import { showName } from '../entry/name.ts';
import type { Entry, RawPath, StoredEntry } from '../entry/entry.ts';
import type { Action, Target } from '../source/target.ts';
import type { ExtractJob, SnapshotReader, StoredItem, WalkOptions } from '../store/store.ts';
import { Extraneous } from './extraneous.ts';
import { HardLinks } from './hard-links.ts';
import { ParentDirectories } from './parent-directories.ts';
import type { RestoreAction, RestoreOptions, RestoreReport } from './restore-options.ts';
import { RestorePaths } from './restore-paths.ts';
import { countWanted, refuseWithoutRoom, replayed, type FoundEntries } from './restore-totals.ts';
import { selectEntries, type Selection } from './selection.ts';
import { verifyRestored, type Restored } from './verify-restored.ts';

/** Files handed to the store at once, while as many are gathered: enough for pack order to pay, few enough for memory. */
const WINDOW_FILES = 1024;
/** The first window is small, so that the store gets to work at once; each that follows is twice as large. */
const FIRST_WINDOW = 256;

const DONE = { create: 'created', replace: 'replaced', keep: 'kept', unchanged: 'unchanged' } as const;

export class Restore {
  readonly #reader: SnapshotReader;
  readonly #target: Target;
  readonly #options: RestoreOptions;
  readonly #call: Call;
  readonly #selection: Selection;
  readonly #paths: RestorePaths;
  readonly #links = new HardLinks();
  readonly #parents: ParentDirectories;
  readonly #report: RestoreReport = { counts: { created: 0, replaced: 0, kept: 0, unchanged: 0, deleted: 0 }, files: 0, bytes: 0, verified: null, aside: 0 };
  readonly #restored: Restored[] = [];
  /** Knows every name of what is restored; null where nothing is taken away. */
  readonly #extraneous: Extraneous | null;
  #window = new Map<ExtractJob, Job>();
  #windowSize = FIRST_WINDOW;
  /** The window before, on its way. */
  #extraction: Promise<void> = Promise.resolve();
  /** Ends that when the restore ends by anything but a cancel. */
  readonly #over = new AbortController();
  #firstFailure: Fault | null = null;

  constructor(reader: SnapshotReader, target: Target, options: RestoreOptions, call: Call) {
    this.#reader = reader;
    this.#target = target;
    this.#options = options;
    this.#call = call;
    this.#selection = selectEntries(options.includes, options.excludes, options.paths?.map((path) => below(path, options.from)));
    this.#extraneous = options.delete ? new Extraneous() : null;
    this.#paths = new RestorePaths(options, reader.snapshot.paths);
    this.#parents = new ParentDirectories(target, options.overwrite, options.dryRun, {
      making: (path, action) => this.#setAside(path, action, null), // a file where a directory goes
      made: (path, action) => this.#count(DONE[action], path, 0),
    });
  }

  /** What was done so far: also of a restore that was cut off. */
  get report(): Readonly<RestoreReport> {
    return this.#report;
  }

  async run(): Promise<RestoreReport> {
    const { progress } = this.#call;
    progress.phase = 'planning';
    const wants = this.#selection.all && this.#options.from === '/' ? null : (item: StoredItem): boolean => this.#selection.wants(this.#paths.inner(item));
    const { files, bytes, found } = await countWanted(this.#reader, this.#walkOptions, wants, this.#call);
    [progress.totalFiles, progress.totalBytes] = [files, bytes];
    if (!this.#options.dryRun) await refuseWithoutRoom(this.#target, bytes, this.#call);
    progress.phase = 'restoring';
    try {
      for await (const _ of this.#restoreAll(found)) this.#options.journal?.flush();
    } finally {
      this.#over.abort();
      await this.#extraction.catch(() => undefined); // thrown already, or told to end
      this.#options.journal?.flush();
      for (const { path, message } of this.#parents.finish()) this.#notes(path, [message]); // cancelled or not: nobody is locked out of what was made
    }
    if (this.#firstFailure !== null && Object.values(this.#report.counts).every((count) => count === 0)) throw this.#firstFailure; // not one entry: no restore
    if (this.#options.verify && !this.#options.dryRun) this.#report.verified = await verifyRestored(this.#reader, this.#restored, this.#call);
    return this.#report;
  }

  /** What `run` would do with every entry, told to `tell` by the very same code; changes nothing. Yields now and then. */
  async *plan(): AsyncGenerator<RestoreReport, RestoreReport> {
    if (!this.#options.dryRun) throw new Fault('bug', 'A restore that writes cannot be planned.');
    this.#call.progress.phase = 'planning';
    for await (const _ of this.#restoreAll()) yield this.#report;
    return this.#report;
  }

  /** Yields after every part. @param found what the walk would bring, if that is known already. */
  async *#restoreAll(found: FoundEntries | null = null): AsyncGenerator<void, void> {
    if (this.#target.place !== '/' && this.#options.from !== '/' && this.#paths.isSaved(this.#options.from)) this.#extraneous?.enter('', '/'); // the target's root stands for a directory that was backed up; the root of the machine never does
    for await (const batch of found === null ? this.#reader.walk(this.#walkOptions, this.#call) : replayed(found, this.#call)) {
      for (const item of batch) this.#take(item);
      if (this.#window.size >= this.#windowSize) await this.#extractNext();
      await setImmediate(); // what the store has done meanwhile is heard, so that it never waits for the walk
      yield;
    }
    await this.#extractNext();
    await this.#extraction;
    this.#linkAll();
    if (this.#extraneous !== null) this.#deleteExtraneous(this.#extraneous);
  }

  get #walkOptions(): WalkOptions {
    const all = this.#selection.all || this.#options.delete; // what is not wanted is not to be deleted either
    return { from: this.#options.from, enter: (item) => this.#selection.enters(this.#paths.inner(item)), ...(all ? {} : { wants: (path) => this.#selection.wants(this.#paths.below(path)) }) };
  }

  #take(item: StoredItem): void {
    const { entry } = item;
    const [inner, path, isSaved] = [this.#paths.inner(item), this.#paths.target(item), this.#paths.isSaved(item.path)];
    if (path === '') return; // the target's own root
    this.#extraneous?.keep(path);
    if (entry.type === 'dir' && isSaved) this.#extraneous?.enter(path, inner);
    if (entry.type === 'dir') this.#parents.pass(path, entry, isSaved);
    if (!this.#selection.wants(inner)) return;
    try {
      this.#parents.need(path);
      if (entry.type === 'dir') this.#parents.make(path);
      else if (!this.#links.isFurther(path, entry)) this.#place(path, entry);
    } catch (error) {
      this.#failed(path, error);
    }
  }

  #place(path: RawPath, entry: StoredEntry): void {
    const action = this.#isNew(path) ? 'create' : this.#target.decide(path, entry, this.#options.overwrite);
    if (action === 'keep' || action === 'unchanged' || this.#options.dryRun) {
      if (entry.type === 'file') this.#progress(entry);
      if (entry.type === 'file' && action !== 'keep' && action !== 'unchanged') this.#written(entry);
      this.#links.placed(path, entry);
      if (action === 'unchanged' && !this.#options.dryRun) this.#confirm(path, entry);
      return this.#count(DONE[action], path, entry.size);
    }
    if (entry.type !== 'file' || (entry.content ?? []).length === 0) {
      this.#setAside(path, action, entry);
      this.#notes(path, this.#target.special(path, entry, action));
      if (entry.type === 'file') {
        this.#progress(entry);
        this.#written(entry);
        if (this.#options.verify) this.#restored.push({ path: this.#target.absolute(path), entry });
      }
      this.#links.placed(path, entry);
      return this.#count(DONE[action], path, 0);
    }
    const made = action === 'create' && entry.content?.length === 1;
    const job: ExtractJob = made ? { entry, ...this.#target.fresh(path) } : { entry, path: this.#target.stage(path, entry, action) };
    this.#window.set(job, { path, action });
  }

  /** Two directories mapped to one may bring the same name twice. */
  #isNew(path: RawPath): boolean {
    return this.#options.map.length === 0 && this.#parents.isNew(path);
  }

  /** Its content is there already; its metadata may not be. */
  #confirm(path: RawPath, entry: StoredEntry): void {
    this.#notes(path, this.#target.finish(path, entry));
    if (this.#options.verify && entry.type === 'file') this.#restored.push({ path: this.#target.absolute(path), entry });
  }

  /** One window at a time. */
  async #extractNext(): Promise<void> {
    await this.#extraction;
    const window = this.#window;
    this.#window = new Map();
    this.#windowSize = Math.min(WINDOW_FILES, this.#windowSize * 2);
    this.#extraction = this.#extract(window);
    this.#extraction.catch(() => undefined); // awaited before the next
  }

  async #extract(window: Map<ExtractJob, Job>): Promise<void> {
    if (window.size === 0) return;
    const call = { ...this.#call, progress: this.#call.progress, report: this.#call.report.bind(this.#call), signal: AbortSignal.any([this.#call.signal, this.#over.signal]) };
    try {
      for await (const { job, error, unset } of this.#reader.extract([...window.keys()], call)) {
        const { path, action } = window.get(job)!;
        window.delete(job);
        this.#finishFile(job, path, action, error, unset);
      }
    } finally {
      for (const job of window.keys()) this.#target.discard(job.path); // cut off: nothing half-written stays
    }
  }

  #finishFile(job: ExtractJob, path: RawPath, action: Action, error: unknown, unset: readonly string[]): void {
    const { entry } = job;
    this.#call.progress.current = showName(path);
    if (error !== null) {
      this.#target.discard(job.path);
      return this.#failed(path, error);
    }
    try {
      this.#setAside(path, action, entry); // only now that its successor is whole
      this.#notes(path, job.place === undefined ? this.#target.settle(path, entry, job.path) : unset);
    } catch (problem) {
      this.#target.discard(job.path);
      return this.#failed(path, problem);
    }
    this.#call.progress.done.files++;
    this.#written(entry);
    this.#links.placed(path, entry);
    if (this.#options.verify) this.#restored.push({ path: this.#target.absolute(path), entry });
    this.#count(DONE[action], path, entry.size);
  }

  /** @param entry what takes the place; null: a directory. */
  #setAside(path: RawPath, action: Action, entry: Entry | null): void {
    const { keepAside, journal } = this.#options;
    if (action !== 'replace' || keepAside === null) return;
    this.#target.setAside(path, keepAside, (aside) => journal?.aside(path, aside, entry));
    this.#report.aside++;
  }

  #linkAll(): void {
    for (const { path, first, entry } of this.#links.further()) {
      try {
        const action = this.#target.decide(path, entry, this.#options.overwrite);
        if (!this.#options.dryRun && (action === 'create' || action === 'replace')) {
          this.#setAside(path, action, entry);
          this.#target.link(path, first);
        }
        this.#progress({ ...entry, size: 0 });
        this.#count(DONE[action], path, 0);
      } catch (error) {
        this.#failed(path, error);
      }
    }
    for (const { path } of this.#links.orphans()) this.#failed(path, new Fault('damaged', `${showName(path)} is a hard link to a file that could not be restored.`));
  }

  #deleteExtraneous(extraneous: Extraneous): void {
    for (const path of extraneous.doomed(this.#target, (inner) => this.#selection.wants(inner))) {
      const entries = this.#target.countBelow(path);
      if (!this.#options.dryRun) this.#target.remove(path);
      this.#count('deleted', path, 0, entries);
    }
  }

  #count(action: RestoreAction, path: RawPath, size: number, entries = 1): void {
    this.#report.counts[action] += entries;
    this.#call.item?.(action, showName(path), size);
    this.#options.tell?.(action, path, size, entries);
  }

  #written(entry: StoredEntry): void {
    this.#report.files++;
    this.#report.bytes += entry.size;
  }

  #progress(entry: StoredEntry): void {
    this.#call.progress.done.files++;
    this.#call.progress.done.bytes += entry.size;
  }

  #failed(path: RawPath, error: unknown): void {
    this.#call.signal.throwIfAborted();
    const fault = naming(showName(path), toFault(error, `${showName(path)} cannot be restored`));
    if (this.#options.stopOnError || fault.kind === 'full') throw fault;
    this.#firstFailure ??= fault;
    this.#call.progress.done.errors++;
    this.#warn(path, fault, 'warning');
  }

  /** Metadata that could not be set. */
  #notes(path: RawPath, messages: readonly string[]): void {
    for (const message of messages) this.#warn(path, new Fault('denied', message), 'note');
  }

  #warn(path: RawPath, fault: Fault, severity: 'warning' | 'note'): void {
    this.#call.report({ item: showName(path), during: 'restore', severity, fault });
  }
}

/** A path of the snapshot as the selection speaks of it. */
const below = (path: RawPath, from: RawPath): RawPath => (from === '/' ? path : path.slice(from.replace(/\/+$/, '').length) || '/');

/** Where a fault only knows which part of the store failed, the file it failed for comes first. */
function naming(path: string, fault: Fault): Fault {
  const { kind, message, context, advice } = fault;
  return message.includes(path) ? fault : new Fault(kind, `${path} cannot be restored: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, { context, cause: fault, advice });
}

interface Job {
  path: RawPath;
  action: Action;
}
