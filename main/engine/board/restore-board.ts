/**
 * A restore to a board: planned, then carried out as one. What could be lost is on this computer before the first byte is changed; whatever
 * ends the restore before its end (a fault, a cancel, the plug) is followed by taking it back, at once or when the board is there again.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Call } from '../../base/call.ts';
import type { Clock } from '../../base/clock.ts';
import { Fault, isFault, toFault } from '../../base/fault.ts';
import { newId } from '../../base/ids.ts';
import { quietCall } from '../../base/call.ts';
import type { Board } from '../../serial/board.ts';
import type { BoardJournal, Change } from './journal.ts';
import type { BoardPlan, Step } from './plan-board.ts';
import { digests } from './same-content.ts';
import { MARKER, remove, sweep, takeBack } from './take-back.ts';
import { Digest } from './wanted.ts';

export interface BoardRestoreOptions {
  /** What is restored, for the journal: id of a snapshot, name of a board. */
  readonly from: string;
  readonly verify: boolean;
  readonly times: boolean;
  readonly stopOnError: boolean;
  /** Folder for copies of existing files the board has no room for; made when it is needed. */
  readonly copiesAt: string;
  readonly journal: BoardJournal;
  readonly clock: Clock;
}

export interface BoardRestored {
  /** Files that were written, and their bytes. */
  files: number;
  bytes: number;
  verified: number | null;
  copies: number;
  takenBack: boolean;
}

type Write = Extract<Step, { type: 'write' }>;

export class BoardRestore {
  readonly report: BoardRestored = { files: 0, bytes: 0, verified: null, copies: 0, takenBack: false };
  readonly #board: Board;
  readonly #plan: BoardPlan;
  readonly #options: BoardRestoreOptions;
  readonly #call: Call;
  readonly #written = new Map<string, string>();
  /** Files get their times by the board's clock. */
  #times = false;

  constructor(board: Board, plan: BoardPlan, options: BoardRestoreOptions, call: Call) {
    [this.#board, this.#plan, this.#options, this.#call] = [board, plan, options, call];
  }

  /** @throws Fault, or the signal's reason; `report.takenBack` tells whether the board holds again what it held. */
  async run(): Promise<BoardRestored> {
    const { steps, bytes, seen } = this.#plan;
    const { progress, signal } = this.#call;
    progress.totalFiles = steps.filter(({ type }) => type === 'write').length;
    progress.totalBytes = bytes;
    await sweep(this.#board, seen, { signal });
    if (steps.length === 0) return this.report;
    const changes = await this.#kept(steps);
    this.#times = this.#options.times && (await this.#setClock('Files get the times at which they are written'));
    const marker = this.#markerPath(steps);
    const document = { id: newId(), startedAt: new Date(this.#options.clock.now()).toISOString(), from: this.#options.from, marker, changes };
    this.#options.journal.begin(document);
    try {
      await this.#board.write(marker, [Buffer.from(document.id)], { signal });
      progress.phase = 'restoring';
      for (const step of steps) await this.#carryOut(step);
      if (this.#options.verify) await this.#verify();
      progress.phase = 'finishing';
      await remove(this.#board, marker, { signal });
    } catch (error) {
      throw await this.#takenBack(error, { version: 1, ...document });
    } finally {
      if (this.#times) await this.#setClock('The board may show a wrong time');
    }
    this.#options.journal.clear();
    return this.report;
  }

  /** What is needed to take every step back; the content of files that would be lost is read from the board. */
  async #kept(steps: readonly Step[]): Promise<Change[]> {
    const { progress, signal } = this.#call;
    progress.phase = 'planning';
    this.#options.journal.clear();
    const changes: Change[] = [];
    for (const [number, step] of steps.entries()) {
      signal.throwIfAborted();
      const { path } = step;
      const base = { path, image: null, digest: null, aside: null };
      if (step.type === 'make') changes.push({ ...base, was: 'nothing', becomes: 'dir' });
      else if (step.type === 'remove-directory') changes.push({ ...base, was: 'dir', becomes: 'nothing' });
      else if (step.type === 'write' && step.before === null) changes.push({ ...base, was: 'nothing', becomes: 'file' });
      else if (step.type === 'write' && step.aside !== null) changes.push({ ...base, was: 'file', becomes: 'file', aside: step.aside });
      else {
        progress.current = path;
        changes.push({ ...base, was: 'file', becomes: step.type === 'write' ? 'file' : 'nothing', image: number, digest: await this.#image(number, path) });
        if (step.type === 'write' && step.copied) await this.#copy(number, path);
      }
    }
    return changes;
  }

  async #image(number: number, path: string): Promise<string> {
    const digest = new Digest(this.#board.info.hash);
    const content = this.#board.read(path, { signal: this.#call.signal });
    await this.#options.journal.keep(number, (async function* () {
      for await (const bytes of content) {
        digest.add(bytes);
        yield bytes;
      }
    })());
    return digest.end();
  }

  async #copy(number: number, path: string): Promise<void> {
    const place = join(this.#options.copiesAt, ...path.split('/').filter((name) => name !== '' && name !== '..'));
    await mkdir(dirname(place), { recursive: true });
    await copyFile(this.#options.journal.image(number), place);
    this.report.copies++;
  }

  /** In the root of the file system that is changed first: others may not take files. */
  #markerPath(steps: readonly Step[]): string {
    const path = steps[0]!.path;
    const roots = this.#board.info.mounts.map((mount) => mount.path).filter((root) => root === '/' || path === root || path.startsWith(`${root}/`));
    return posix.join(roots.toSorted((a, b) => b.length - a.length)[0] ?? '/', MARKER);
  }

  async #carryOut(step: Step): Promise<void> {
    const { signal, progress } = this.#call;
    signal.throwIfAborted();
    progress.current = step.path;
    try {
      if (step.type === 'delete') await this.#board.remove(step.path, { signal });
      else if (step.type === 'remove-directory') await this.#board.removeDirectory(step.path, { signal });
      else if (step.type === 'make') await this.#board.makeDirectory(step.path, { signal });
      else await this.#write(step);
      this.#call.item?.(doneAs(step), step.path, step.type === 'write' ? step.entry.size : 0);
    } catch (error) {
      this.#failed(step, error);
    }
  }

  async #write({ path, entry, aside }: Write): Promise<void> {
    const { signal, progress } = this.#call;
    const digest = new Digest(this.#board.info.hash);
    const call = this.#call;
    const content = (async function* () {
      for await (const bytes of entry.read(call)) {
        digest.add(bytes);
        yield bytes;
      }
    })();
    if (this.#times) await this.#board.setClock(entry.mtime * 1000, { signal });
    if (aside !== null) await this.#board.rename(path, aside, { signal });
    try {
      await this.#board.write(path, content, { signal, moved: (bytes) => void (progress.done.bytes += bytes) });
    } catch (error) {
      if (aside !== null && !isFault(error, 'offline')) await this.#board.rename(aside, path, { signal: quietCall().signal });
      throw error;
    }
    progress.done.files++;
    this.report.files++;
    this.report.bytes += entry.size;
    if (aside !== null) this.report.copies++;
    this.#written.set(path, digest.end());
  }

  /** One file that cannot be written or removed is reported, and the rest goes on; a board that is gone, full or worn out ends it all. */
  #failed({ path }: Step, error: unknown): void {
    this.#call.signal.throwIfAborted();
    const fault = toFault(error, `${path} cannot be restored`, { path });
    if (this.#options.stopOnError || fault.kind === 'offline' || fault.kind === 'full' || fault.kind === 'bug') throw fault;
    this.#call.progress.done.errors++;
    this.#call.report({ item: path, during: 'restore', severity: 'warning', fault });
  }

  async #verify(): Promise<void> {
    this.#call.progress.phase = 'verifying';
    const held = await digests(this.#board, [...this.#written.keys()], this.#call);
    for (const [path, digest] of this.#written) {
      if (held.get(path) !== digest) throw new Fault('damaged', `${path}: the board does not hold what was written.`, { context: { path }, advice: 'Restore it again; if it stays so, the flash of the board is worn out.' });
    }
    this.report.verified = this.#written.size;
  }

  /** Cancelled or not: taking back has a signal of its own. @returns what is to be thrown. */
  async #takenBack(error: unknown, document: Parameters<typeof takeBack>[2]): Promise<unknown> {
    const call: Call = { ...quietCall(), progress: this.#call.progress };
    try {
      await takeBack(this.#board, this.#options.journal, document, call);
      this.report.takenBack = true;
    } catch {
      // the first failure says why; the journal and the marker on the board stay, and the next connection takes it back
    }
    if (this.#call.signal.aborted) return this.#call.signal.reason;
    const { kind, message, context, advice } = toFault(error, 'The restore failed');
    const state = this.report.takenBack ? 'The board holds again what it held before.' : 'It is taken back as soon as the board can be reached again.';
    return new Fault(kind, `${message} ${state}`, { context, cause: error, advice });
  }

  /** To the present. @param lacking what it means when the board cannot. */
  async #setClock(lacking: string): Promise<boolean> {
    try {
      await this.#board.setClock(this.#options.clock.now(), { signal: AbortSignal.timeout(10_000) });
      return true;
    } catch (error) {
      this.#call.report({ item: 'clock', during: 'restore', severity: 'note', fault: new Fault('unsupported', `${lacking}: the clock of the board cannot be set.`, { cause: error }) });
      return false;
    }
  }
}

const doneAs = (step: Step): string => (step.type === 'delete' || step.type === 'remove-directory' ? 'deleted' : step.type === 'make' || step.before === null ? 'created' : 'replaced');
