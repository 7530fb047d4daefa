/** Checks a mirror: every manifest and every entry's presence always, content as far as asked for. What is linked several times is read once. */
import { lstatSync, readlinkSync, type BigIntStats } from 'node:fs';
import type { Call } from '../../../base/call.ts';
import { isFault, toFault } from '../../../base/fault.ts';
import type { RawPath, StoredEntry } from '../../../entry/entry.ts';
import { fsPath, joinRaw, showName } from '../../../entry/name.ts';
import { typeOf } from '../../../entry/read-entry.ts';
import { LISTED, type Affected, type Finding, type FindingKind } from '../../finding.ts';
import { chooser, type Chooser, type ReadData } from '../../read-data.ts';
import { TreeSnapshot } from '../../tree/tree-snapshot.ts';
import type { ExtractJob, StoredItem } from '../../store.ts';
import type { Header } from '../header.ts';
import { baseOf, placeBelow } from '../layout.ts';
import { Manifest } from '../manifest/manifest.ts';
import type { MirrorStore } from '../mirror.ts';
import { FileReader } from '../read/file-reader.ts';

export interface MirrorCheck {
  /** Empty: the mirror is sound, as far as it was looked at. */
  errors: Finding[];
  notes: string[];
  snapshots: number;
  directories: number;
  files: number;
  filesRead: number;
  bytesRead: number;
}

/** Files read together. */
const WINDOW = 4096;

export async function checkMirror(mirror: MirrorStore, readData: ReadData, call: Call): Promise<MirrorCheck> {
  const choose = chooser(readData);
  call.progress.phase = 'locking';
  await mirror.hold(call);
  const report: MirrorCheck = { errors: [], notes: [], snapshots: 0, directories: 0, files: 0, filesRead: 0, bytesRead: 0 };
  await checkHeaders(mirror, report, call);
  const headers = (await mirror.headers({ ...call, report: () => undefined })).toReversed(); // the newest first: most files are in it
  call.progress.phase = readData === 'none' ? 'checking structure' : 'checking data';
  const seen = new Seen();
  for (const header of headers) {
    call.signal.throwIfAborted();
    report.snapshots++;
    await new SnapshotCheck(mirror, header, { report, seen, choose: readData === 'none' ? null : choose }, call).run();
  }
  return report;
}

/** Headers that cannot be read, and those whose tree is gone. */
async function checkHeaders(mirror: MirrorStore, { errors, notes }: MirrorCheck, call: Call): Promise<void> {
  for (const id of await mirror.repository.headerIds(call)) {
    try {
      const header = await mirror.repository.header(id, call);
      const { tree } = mirror.placesOf(header);
      if (lstatSync(fsPath(tree), { throwIfNoEntry: false }) === undefined) notes.push(`Snapshot ${id.slice(0, 8)} is not listed: its folder ${header.place} was moved or removed.`);
    } catch (error) {
      if (isFault(error, 'missing')) continue; // forgotten meanwhile
      if (!isFault(error, 'damaged') && !isFault(error, 'newer')) throw error;
      errors.push(finding('snapshot', `Snapshot ${id.slice(0, 8)} cannot be read: ${error.message}`));
    }
  }
}

const finding = (kind: FindingKind, message: string, affected: Affected[] = []): Finding => ({ kind, message, affected, affectedCount: affected.length });

/** Stored files that were read already, by inode: with which checksum, and what came of it. */
class Seen {
  readonly #checksums = new Map<bigint, string>();
  readonly #bad = new Map<bigint, Finding>();

  /** False the first time. */
  has(inode: bigint, id: string): boolean {
    const start = id.slice(0, 12);
    if (this.#checksums.get(inode) === start) return true;
    this.#checksums.set(inode, start);
    return false;
  }

  bad(inode: bigint): Finding | undefined {
    return this.#bad.get(inode);
  }

  setBad(inode: bigint, found: Finding): void {
    this.#bad.set(inode, found);
  }
}

interface Parts {
  report: MirrorCheck;
  seen: Seen;
  /** Null: no content is read. */
  choose: Chooser | null;
}

interface ToRead extends ExtractJob {
  inode: bigint;
}

class SnapshotCheck {
  readonly #mirror: MirrorStore;
  readonly #header: Header;
  readonly #parts: Parts;
  readonly #call: Call;
  readonly #tree: RawPath;
  readonly #base: RawPath;
  #jobs: ToRead[] = [];

  constructor(mirror: MirrorStore, header: Header, parts: Parts, call: Call) {
    this.#mirror = mirror;
    this.#header = header;
    this.#parts = parts;
    this.#call = call;
    this.#tree = mirror.placesOf(header).tree;
    this.#base = baseOf(header.snapshot.paths);
  }

  async run(): Promise<void> {
    const files = new FileReader({ path: this.#tree, base: this.#base }, () => this.#mirror.crew());
    const report = (message: string): void => void this.#add('tree', message, null);
    const call: Call = { ...this.#call, progress: this.#call.progress, report: ({ fault }) => report(fault.message) };
    try {
      const reader = new TreeSnapshot(this.#header.snapshot, new Manifest(this.#mirror.placesOf(this.#header).manifest), files);
      for await (const batch of reader.walk({}, call)) {
        for (const item of batch) this.#entry(item);
        if (this.#jobs.length >= WINDOW) await this.#read(files);
      }
    } catch (error) {
      if (!isFault(error, 'damaged') && !isFault(error, 'missing')) throw error;
      this.#add('index', error.message, null);
    }
    await this.#read(files);
  }

  #entry({ entry, path }: StoredItem): void {
    const { report, seen, choose } = this.#parts;
    const place = placeBelow(this.#base, entry.type === 'dir', path);
    if (entry.type === 'dir') report.directories++;
    else report.files++;
    if (place === null) return; // a directory on the way
    const absolute = place === '' ? this.#tree : joinRaw(this.#tree, place);
    const stats = this.#stats(absolute);
    const wrong = stats === undefined ? null : differenceOf(absolute, entry, stats);
    if (stats === undefined) return this.#missing(entry, path, absolute);
    if (wrong !== null) this.#add('entry', `${showName(absolute)} is not what was saved: ${wrong}.`, path);
    if (wrong !== null && wrong !== OTHER_TIME) return;
    const [id] = entry.content ?? [];
    if (choose === null || id === undefined) return;
    if (!seen.has(stats.ino, id)) this.#jobs.push({ entry: { ...entry, place: path }, path: '', inode: stats.ino });
    else if (seen.bad(stats.ino) !== undefined) addAffected(seen.bad(stats.ino)!, { snapshot: this.#header.snapshot.id, path: showName(path) });
  }

  #stats(absolute: RawPath): BigIntStats | undefined {
    try {
      return lstatSync(fsPath(absolute), { bigint: true, throwIfNoEntry: false });
    } catch (error) {
      const fault = toFault(error, showName(absolute));
      if (fault.kind !== 'denied') throw fault;
      this.#add('entry', `${showName(absolute)} cannot be looked at.`, null);
      return undefined;
    }
  }

  /** Devices and fifos only root can make, and only where the drive takes them: the manifest has them all the same. */
  #missing(entry: StoredEntry, path: RawPath, absolute: RawPath): void {
    const kept = entry.type === 'dev' || entry.type === 'chardev' || entry.type === 'fifo';
    if (kept) this.#parts.report.notes.push(`${showName(absolute)} is in the manifest alone.`);
    else this.#add(entry.type === 'file' ? 'blob' : 'entry', `${showName(absolute)} is gone from the mirror.`, path);
  }

  async #read(files: FileReader): Promise<void> {
    const { choose, report, seen } = this.#parts;
    const jobs = this.#jobs;
    this.#jobs = [];
    if (choose === null || jobs.length === 0) return;
    const chosen = choose(jobs.map((job) => ({ id: job.entry.content![0]!, size: job.entry.size, job }))).map(({ job }) => job);
    for await (const { job, error } of files.compare(chosen, this.#call)) {
      const { entry, inode } = job as ToRead;
      report.filesRead++;
      report.bytesRead += entry.size;
      this.#call.progress.done.files++;
      this.#call.progress.done.bytes += entry.size;
      if (error !== null) seen.setBad(inode, this.#add('blob', toFault(error, 'It cannot be read').message, entry.place!));
    }
  }

  #add(kind: FindingKind, message: string, path: RawPath | null): Finding {
    const snapshot = this.#header.snapshot.id;
    const found = finding(kind, message, path === null ? [] : [{ snapshot, path: showName(path) }]);
    this.#call.progress.done.errors++;
    this.#parts.report.errors.push(found);
    return found;
  }
}

function addAffected(found: Finding, affected: Affected): void {
  found.affectedCount++;
  if (found.affected.length < LISTED) found.affected.push(affected);
}

/** Its content may still be what it was. */
const OTHER_TIME = 'its time is another';

/** What an edit by hand would change. Owners and permissions are no damage: whoever made the copy may not have been able to set them. */
function differenceOf(path: RawPath, entry: StoredEntry, stats: BigIntStats): string | null {
  if (typeOf(stats) !== entry.type) return 'it is something else';
  if (entry.type === 'symlink') return readlinkSync(fsPath(path), 'latin1') === entry.linkTarget ? null : 'it leads elsewhere';
  if (entry.type !== 'file') return null;
  if (Number(stats.size) !== entry.size) return `it has ${stats.size} bytes, and had ${entry.size}`;
  return stats.mtimeNs === entry.mtime ? null : OTHER_TIME;
}
