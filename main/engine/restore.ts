/** Restore: entries of a snapshot onto a target, in windows of files so that memory stays bounded. */
import type { Call } from '../base/call.ts';
import { Fault, toFault } from '../base/fault.ts';
import { showName } from '../entry/name.ts';
import type { RawPath, StoredEntry } from '../entry/entry.ts';
import type { Overwrite, Target } from '../source/target.ts';
import type { ExtractJob, SnapshotReader, StoredItem } from '../store/store.ts';
import { HardLinks } from './hard-links.ts';
import { ParentDirectories } from './parent-directories.ts';
import { pathMap, type Mapping } from './path-map.ts';
import { selectEntries, type Selection } from './selection.ts';
import { verifyRestored, type Restored } from './verify-restored.ts';

export interface RestoreOptions {
  /** Subtree of the snapshot that becomes the root of what is restored. */
  from: RawPath;
  includes: readonly string[];
  excludes: readonly string[];
  map: readonly Mapping[];
  overwrite: Overwrite;
  /** Suffix under which what would be replaced is kept aside; null: replace it. */
  keepAside: string | null;
  delete: boolean;
  verify: boolean;
  dryRun: boolean;
  stopOnError: boolean;
}

export type RestoreAction = 'created' | 'replaced' | 'kept' | 'unchanged' | 'deleted';

export interface RestoreReport {
  counts: Record<RestoreAction, number>;
  files: number;
  bytes: number;
  verified: number | null;
}

/** Files handed to the store at once: enough for pack order to pay, few enough for memory. */
const WINDOW_FILES = 8192;

const DONE = { create: 'created', replace: 'replaced', keep: 'kept', unchanged: 'unchanged' } as const;

export class Restore {
  readonly #reader: SnapshotReader;
  readonly #target: Target;
  readonly #options: RestoreOptions;
  readonly #call: Call;
  readonly #selection: Selection;
  readonly #mapped: (path: RawPath) => RawPath;
  readonly #base: number;
  readonly #links = new HardLinks();
  readonly #parents: ParentDirectories;
  readonly #report: RestoreReport = { counts: { created: 0, replaced: 0, kept: 0, unchanged: 0, deleted: 0 }, files: 0, bytes: 0, verified: null };
  readonly #restored: Restored[] = [];
  /** Names the snapshot has in each restored directory: only for `delete`. */
  readonly #names = new Map<RawPath, Set<string>>();
  #window = new Map<ExtractJob, Job>();
  #firstFailure: Fault | null = null;

  constructor(reader: SnapshotReader, target: Target, options: RestoreOptions, call: Call) {
    this.#reader = reader;
    this.#target = target;
    this.#options = options;
    this.#call = call;
    this.#selection = selectEntries(options.includes, options.excludes);
    this.#mapped = pathMap(options.map);
    this.#base = options.from === '/' ? 0 : options.from.replace(/\/+$/, '').length;
    this.#parents = new ParentDirectories(target, options.overwrite, options.dryRun, (path, entry) => this.#count('created', path, entry.size));
  }

  async run(): Promise<RestoreReport> {
    const { progress } = this.#call;
    progress.phase = 'planning';
    const needed = await this.#measure();
    if (!this.#options.dryRun) await this.#refuseWithoutRoom(needed);
    progress.phase = 'restoring';
    try {
      await this.#restoreAll();
    } finally {
      for (const { path, message } of this.#parents.finish()) this.#notes(path, [message]); // cancelled or not: nobody is locked out of what was made
    }
    if (this.#firstFailure !== null && Object.values(this.#report.counts).every((count) => count === 0)) throw this.#firstFailure; // not one entry: no restore
    if (this.#options.verify && !this.#options.dryRun) this.#report.verified = await verifyRestored(this.#reader, this.#restored, this.#call);
    return this.#report;
  }

  async #restoreAll(): Promise<void> {
    for await (const batch of this.#walk()) {
      for (const item of batch) this.#take(item);
      if (this.#window.size >= WINDOW_FILES) await this.#extract();
    }
    await this.#extract();
    this.#linkAll();
    if (this.#options.delete) this.#deleteExtraneous();
  }

  #walk(): AsyncIterable<readonly StoredItem[]> {
    return this.#reader.walk({ from: this.#options.from, enter: ({ path }) => this.#selection.enters(this.#inner(path)) }, this.#call);
  }

  /** The path below what is restored, beginning with a slash: what patterns speak of. */
  #inner(path: RawPath): RawPath {
    return this.#base === 0 ? path : path.slice(this.#base) || '/';
  }

  /** Totals for the progress; returns the bytes that may be needed. The snapshot's own summary serves when all of it is wanted. */
  async #measure(): Promise<number> {
    const { progress } = this.#call;
    const { summary } = this.#reader.snapshot;
    if (this.#selection.all && this.#options.from === '/' && summary?.total_bytes_processed !== undefined) {
      progress.totalFiles = summary.total_files_processed ?? null;
      return (progress.totalBytes = summary.total_bytes_processed);
    }
    let [files, bytes] = [0, 0];
    const quiet: Call = { ...this.#call, report: () => undefined }; // the restore itself reports
    for await (const batch of this.#reader.walk({ from: this.#options.from, enter: ({ path }) => this.#selection.enters(this.#inner(path)) }, quiet)) {
      for (const { entry, path } of batch) {
        if (entry.type !== 'file' || !this.#selection.wants(this.#inner(path))) continue;
        files++;
        bytes += entry.size;
      }
    }
    [progress.totalFiles, progress.totalBytes] = [files, bytes];
    progress.done.errors = 0;
    return bytes;
  }

  /** Only for what is certain: a restore over existing files may need far less. */
  async #refuseWithoutRoom(bytes: number): Promise<void> {
    const free = this.#options.overwrite === 'never' || this.#options.overwrite === 'always' ? await this.#target.free(this.#call) : null;
    if (free === null || bytes <= free || !this.#target.isEmpty()) return;
    throw new Fault('full', `${this.#target.place} has ${free} bytes free; the restore needs ${bytes}.`, { context: { free, needed: bytes }, advice: 'Choose another folder, or restore less with --include.' });
  }

  #take(item: StoredItem): void {
    const inner = this.#inner(item.path);
    if (inner === '/') return; // the subtree's own directory is the target's root
    const path = this.#mapped(inner);
    if (this.#options.delete) this.#remember(path, item.entry);
    const { entry } = item;
    if (entry.type === 'dir') this.#parents.pass(path, entry);
    if (!this.#selection.wants(inner)) return;
    try {
      this.#parents.need(path);
      if (entry.type === 'dir') this.#parents.make(path, entry);
      else if (!this.#links.isFurther(path, entry)) this.#place(path, entry);
    } catch (error) {
      this.#failed(path, error);
    }
  }

  #place(path: RawPath, entry: StoredEntry): void {
    const action = this.#target.decide(path, entry, this.#options.overwrite);
    if (action === 'keep' || action === 'unchanged' || this.#options.dryRun) {
      if (entry.type === 'file') this.#progress(entry);
      if (entry.type === 'file' && action !== 'keep' && action !== 'unchanged') this.#written(entry);
      this.#links.placed(path, entry);
      if (action === 'unchanged' && !this.#options.dryRun) this.#notes(path, this.#target.finish(path, entry));
      return this.#count(DONE[action], path, entry.size);
    }
    if (action === 'replace' && this.#options.keepAside !== null) this.#target.setAside(path, this.#options.keepAside);
    if (entry.type !== 'file' || (entry.content ?? []).length === 0) {
      this.#notes(path, this.#target.special(path, entry, action));
      if (entry.type === 'file') {
        this.#progress(entry);
        this.#written(entry);
      }
      this.#links.placed(path, entry);
      return this.#count(DONE[action], path, 0);
    }
    const job: ExtractJob = { entry, path: this.#target.stage(path, entry, action) };
    this.#window.set(job, { path, action: DONE[action] });
  }

  async #extract(): Promise<void> {
    const window = this.#window;
    this.#window = new Map();
    if (window.size === 0) return;
    try {
      for await (const { job, error } of this.#reader.extract([...window.keys()], this.#call)) {
        const { path, action } = window.get(job)!;
        window.delete(job);
        this.#finishFile(job, path, action, error);
      }
    } finally {
      for (const job of window.keys()) this.#target.discard(job.path); // cut off: nothing half-written stays
    }
  }

  #finishFile(job: ExtractJob, path: RawPath, action: RestoreAction, error: unknown): void {
    const { entry } = job;
    this.#call.progress.current = showName(path);
    if (error !== null) {
      this.#target.discard(job.path);
      return this.#failed(path, error);
    }
    try {
      this.#notes(path, this.#target.settle(path, entry, job.path));
    } catch (problem) {
      this.#target.discard(job.path);
      return this.#failed(path, problem);
    }
    this.#call.progress.done.files++;
    this.#written(entry);
    this.#links.placed(path, entry);
    if (this.#options.verify) this.#restored.push({ path: this.#target.absolute(path), entry });
    this.#count(action, path, entry.size);
  }

  #linkAll(): void {
    for (const { path, first, entry } of this.#links.further()) {
      try {
        const action = this.#target.decide(path, entry, this.#options.overwrite);
        if (!this.#options.dryRun && (action === 'create' || action === 'replace')) {
          if (action === 'replace' && this.#options.keepAside !== null) this.#target.setAside(path, this.#options.keepAside);
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

  #remember(path: RawPath, entry: StoredEntry): void {
    const cut = path.lastIndexOf('/');
    const dir = cut < 0 ? '' : path.slice(0, cut);
    const names = this.#names.get(dir) ?? new Set<string>();
    this.#names.set(dir, names.add(path.slice(cut + 1)));
    if (entry.type === 'dir' && !this.#names.has(path)) this.#names.set(path, new Set());
  }

  #deleteExtraneous(): void {
    for (const [dir, names] of this.#names) {
      for (const path of this.#target.extraneous(dir, names)) {
        if (!this.#selection.wants(`/${path}`)) continue;
        const entries = this.#target.countBelow(path);
        if (!this.#options.dryRun) this.#target.remove(path);
        this.#count('deleted', path, 0, entries);
      }
    }
  }

  #count(action: RestoreAction, path: RawPath, size: number, entries = 1): void {
    this.#report.counts[action] += entries;
    this.#call.item?.(action, showName(path), size);
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

/** Where a fault only knows which part of the store failed, the file it failed for comes first. */
function naming(path: string, fault: Fault): Fault {
  const { kind, message, context, advice } = fault;
  return message.includes(path) ? fault : new Fault(kind, `${path} cannot be restored: ${message.charAt(0).toLowerCase()}${message.slice(1)}`, { context, cause: fault, advice });
}

interface Job {
  path: RawPath;
  action: RestoreAction;
}
