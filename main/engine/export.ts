/** Writes a snapshot of any format as one archive: a store of archives made for it alone, whose only file becomes what was asked for. */
import { createReadStream, existsSync, linkSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { Fault, toFault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import type { Compression, ContainerKind } from '../store/archive/container/container.ts';
import { ArchiveStore, type ArchiveOptions } from '../store/archive/archive.ts';
import { SIDECAR } from '../store/archive/layout.ts';
import type { Store } from '../store/store.ts';
import { Lost, requestFor, writeWhole } from './copy-stored.ts';
import { selectEntries } from './selection.ts';
import { Staging } from './staging.ts';
import { StoredSource } from './stored-source.ts';

export interface ExportWanted {
  /** Absolute path of a file that is not there; null: the output of this process. */
  file: string | null;
  container: ContainerKind;
  compression: Compression;
  includes: readonly string[];
  excludes: readonly string[];
}

/** @returns bytes of the archive. @throws Fault `exists`, `full`, `damaged` … and then there is no archive. */
export async function exportSnapshot(from: Store, snapshot: Snapshot, wanted: ExportWanted, options: ArchiveOptions, call: Call): Promise<number> {
  const { file, container, compression, includes, excludes } = wanted;
  if (file !== null && existsSync(file)) throw existing(file);
  const folder = made(file === null ? tmpdir() : dirname(file));
  const staging = new Staging();
  try {
    const archive = await ArchiveStore.make(folder, { container, compression, encryption: null, maxLinks: 0, volumeSize: null }, options, call);
    const source = new StoredSource(await from.open(snapshot, call), null, staging, selectEntries(includes, excludes));
    call.progress.totalFiles = snapshot.summary?.total_files_processed ?? null;
    call.progress.totalBytes = snapshot.summary?.total_bytes_processed ?? null;
    await writeWhole((strict) => source.walk(strict), requestFor(snapshot, null), archive, `Snapshot ${shortId(snapshot.id)} is not exported`, call);
    await archive.close();
    return await handOver(folder, file);
  } catch (error) {
    throw error instanceof Lost ? error.fault : error;
  } finally {
    staging.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Beside the file to come, so that it only has to be named. */
function made(parent: string): string {
  try {
    return mkdtempSync(join(parent, '.holdfast-export-'));
  } catch (error) {
    throw toFault(error, `Nothing can be written in ${parent}`, { path: parent });
  }
}

/** Where the file system splits what is large, the parts are named like the whole, with their numbers. */
async function handOver(folder: string, file: string | null): Promise<number> {
  const parts = readdirSync(folder).filter((name) => !name.startsWith('.') && !name.endsWith(SIDECAR)).toSorted();
  const bytes = parts.reduce((sum, part) => sum + statSync(join(folder, part)).size, 0);
  for (const part of parts) {
    if (file === null) await pipeline(createReadStream(join(folder, part)), process.stdout, { end: false });
    else rename(join(folder, part), parts.length === 1 ? file : file + part.slice(part.lastIndexOf('.')));
  }
  return bytes;
}

/** Never over anything. */
function rename(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (existsSync(to)) throw existing(to);
    if (!(error instanceof Error && 'code' in error && ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(String(error.code)))) throw toFault(error, `"${to}" cannot be made`, { path: to });
    renameSync(from, to); // a file system without hard links
  }
}

const existing = (file: string): Fault => new Fault('exists', `"${file}" is there already.`, { context: { path: file }, advice: 'Choose another name, or remove it first.' });
