/**
 * What restores kept aside, one file a run: a first line that says where the restore went, then one line for every rename, written before
 * it is made, so that no kill can hide one.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault, isFault, toFault } from '../base/fault.ts';
import { writeWhole } from '../base/write-whole.ts';
import { fromBytes, toBytes } from '../entry/name.ts';
import type { Entry, RawPath } from '../entry/entry.ts';
import type { AsideJournal } from './restore-options.ts';

/** Restores that can be undone; the oldest are forgotten. */
const KEPT = 20;

const Header = z.object({ version: z.literal(1), destination: z.string(), snapshot: z.string(), place: z.string() });
export type UndoHeader = z.infer<typeof Header>;

/** Paths as hex of their bytes; `mtime` in nanoseconds, `link` the target of a symbolic link, in hex. */
const Line = z.object({ path: z.string(), aside: z.string(), type: z.string(), size: z.number(), mtime: z.string(), link: z.string().optional() });

/** One file that was kept aside. Paths are raw, relative to the target's root. */
export interface KeptAside {
  path: RawPath;
  aside: RawPath;
  /** What the restore put at the path. */
  type: string;
  size: number;
  mtime: bigint;
  linkTarget?: RawPath;
}

export class UndoJournals {
  readonly #folder: string;

  /** @param home folder of Holdfast's state. */
  constructor(home: string) {
    this.#folder = join(home, 'undo');
  }

  /** Nothing is written before the first rename. */
  open(runId: string, header: Omit<UndoHeader, 'version'>): UndoJournal {
    return new UndoJournal(() => this.#create(runId, header));
  }

  /** @throws Fault `missing` when nothing was kept aside, or it was undone already. */
  read(runId: string): { header: UndoHeader; kept: KeptAside[] } {
    try {
      const [first = '', ...lines] = readFileSync(this.#path(runId), 'utf8').split('\n');
      return { header: Header.parse(JSON.parse(first)), kept: lines.map(parsed).filter((line) => line !== null) };
    } catch (error) {
      const fault = toFault(error, `What run ${runId} kept aside cannot be read`);
      if (fault.kind === 'bug') throw new Fault('damaged', `The list of what run ${runId} kept aside is damaged.`, { cause: error, advice: 'The files are still there, beside the restored ones: look for names with ".before-restore-".' });
      throw isFault(fault, 'missing') ? nothingToUndo(runId) : fault;
    }
  }

  /** What is left to be undone; nothing: the journal goes. */
  keep(runId: string, header: UndoHeader, left: readonly KeptAside[]): void {
    if (left.length === 0) return rmSync(this.#path(runId), { force: true });
    writeWhole(this.#path(runId), [header, ...left.map(shown)].map((line) => `${JSON.stringify(line)}\n`).join(''));
  }

  #create(runId: string, header: Omit<UndoHeader, 'version'>): number {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#forgetOldest();
    const file = openSync(this.#path(runId), 'ax', 0o600);
    writeSync(file, `${JSON.stringify({ version: 1, ...header })}\n`);
    return file;
  }

  #forgetOldest(): void {
    const journals = readdirSync(this.#folder).filter((name) => name.endsWith('.jsonl'));
    const age = (name: string): number => statSync(join(this.#folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const oldest = journals.map((name) => ({ name, at: age(name) })).toSorted((a, b) => b.at - a.at).slice(KEPT - 1);
    for (const { name } of oldest) rmSync(join(this.#folder, name), { force: true });
  }

  #path(runId: string): string {
    if (!/^[0-9a-f-]{36}$/.test(runId)) throw nothingToUndo(runId); // an id comes from outside: it never leads out of the folder
    return join(this.#folder, `${runId}.jsonl`);
  }
}

/** The journal of one restore while it runs. */
export class UndoJournal implements AsideJournal {
  readonly #create: () => number;
  #file: number | null = null;
  #written = false;

  constructor(create: () => number) {
    this.#create = create;
  }

  /** @throws Fault when it cannot be written: nothing is then renamed that could not be put back. */
  aside(path: RawPath, aside: RawPath, entry: Entry | null): void {
    const kept = entry === null
      ? { path, aside, type: 'dir', size: 0, mtime: 0n }
      : { path, aside, type: entry.type, size: entry.size, mtime: entry.mtime, ...(entry.linkTarget === undefined ? {} : { linkTarget: entry.linkTarget }) };
    try {
      this.#file ??= this.#create();
      writeSync(this.#file, `${JSON.stringify(shown(kept))}\n`);
      this.#written = true;
    } catch (error) {
      throw toFault(error, 'What is kept aside cannot be noted, so nothing is replaced');
    }
  }

  flush(): void {
    if (this.#file === null || !this.#written) return;
    this.#written = false;
    try {
      fsyncSync(this.#file);
    } catch {
      // a state folder that cannot be synced: the lines are with the system, which survives a kill, if not a power loss
    }
  }

  close(): void {
    this.flush();
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

const hex = (raw: RawPath): string => toBytes(raw).toString('hex');
const unhex = (text: string): RawPath => fromBytes(Buffer.from(text, 'hex'));

const shown = ({ path, aside, type, size, mtime, linkTarget }: KeptAside): z.infer<typeof Line> =>
  ({ path: hex(path), aside: hex(aside), type, size, mtime: String(mtime), ...(linkTarget === undefined ? {} : { link: hex(linkTarget) }) });

/** Null for a line a power loss cut short: its rename was not made. */
function parsed(text: string): KeptAside | null {
  if (!text.endsWith('}')) return null;
  const { path, aside, type, size, mtime, link } = Line.parse(JSON.parse(text));
  return { path: unhex(path), aside: unhex(aside), type, size, mtime: BigInt(mtime), ...(link === undefined ? {} : { linkTarget: unhex(link) }) };
}

const nothingToUndo = (runId: string): Fault =>
  new Fault('missing', `Run ${runId} has nothing to undo: it kept no file aside, it was undone already, or too many restores came after it.`, { context: { id: runId }, advice: 'Only restores that keep existing files can be undone.' });
