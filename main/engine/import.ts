/** Takes an archive anybody made into a store, as a snapshot: our own with all that is known of them, others with what they tell. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { shortId } from '../base/ids.ts';
import type { WalkItem } from '../entry/entry.ts';
import { rawFromText } from '../entry/name.ts';
import type { OpenedArchive } from '../store/archive/container/open-archive.ts';
import { ownManifest } from '../store/archive/manifest/own-manifest.ts';
import { decodeSidecar } from '../store/archive/manifest/sidecar-file.ts';
import { ArchiveReader } from '../store/archive/read/archive-reader.ts';
import { LinkContent } from '../store/archive/read/link-content.ts';
import type { SnapshotRequest, Store } from '../store/store.ts';
import { ContainerSource } from './container-source.ts';
import { findCopy, Lost, requestFor, writeWhole } from './copy-stored.ts';
import { Staging } from './staging.ts';
import { StoredSource } from './stored-source.ts';

/** What is said of the snapshot in place of what the archive says. */
export interface ImportWanted {
  time?: Date | undefined;
  host?: string | undefined;
  tags: readonly string[];
  /** Absolute: where its entries lie in the snapshot. */
  path?: string | undefined;
}

export interface Imported {
  snapshot: Snapshot;
  /** Bytes as they are stored. */
  bytes: number;
  blobs: number;
}

interface Importing extends ImportWanted {
  file: string;
  hostname: string;
  username: string;
}

/** @throws Fault `exists` for one of ours that was imported already; `invalid`, `damaged`: then there is no snapshot. */
export async function importArchive(opened: OpenedArchive, wanted: Importing, to: Store, call: Call): Promise<Imported> {
  const staging = new Staging();
  try {
    const extra = (await opened.reader.extra(call)) ?? [];
    const own = ownManifest(extra);
    const { walk, request } = own === null || wanted.path !== undefined ? foreign(opened, extra, wanted, staging) : await ours(own, opened, wanted, to, staging, call);
    const { snapshot, summary } = await writeWhole(walk, request, to, `${basename(wanted.file)} is not imported`, call);
    return { snapshot, bytes: summary.data_added_packed, blobs: summary.data_blobs + summary.tree_blobs };
  } catch (error) {
    throw error instanceof Lost ? error.fault : error;
  } finally {
    staging.close();
  }
}

interface Walked {
  walk(call: Call): AsyncIterable<readonly WalkItem[]>;
  request: SnapshotRequest;
}

/** With every attribute, also those its container cannot hold. */
async function ours(manifest: Buffer, { reader, close }: OpenedArchive, { file, time, host, tags }: Importing, to: Store, staging: Staging, call: Call): Promise<Walked> {
  const { link, snapshot, state } = await decodeSidecar(manifest, null);
  if (link.needs.length > 0 || link.kind !== 'full') {
    throw new Fault('invalid', `"${file}" is a link of a chain: it holds only what changed, and needs the archives before it.`, { context: { path: file }, advice: 'Copy the snapshot from the folder the chain lies in ("holdfast copy -r FOLDER --to DEST").' });
  }
  const request = requestFor(snapshot, null);
  const source = new StoredSource(new ArchiveReader(snapshot, state, new LinkContent(link, state, { open: async () => ({ reader, close }) })), null, staging);
  const walk = (strict: Call): AsyncIterable<readonly WalkItem[]> => source.walk(strict);
  if (time !== undefined || host !== undefined || tags.length > 0) {
    const { copyOf: _another, ...said } = request;
    return { walk, request: { ...said, time: time ?? said.time, hostname: host ?? said.hostname, tags: [...said.tags, ...tags] } };
  }
  const known = findCopy(await to.snapshots(call), snapshot);
  if (known !== null) throw new Fault('exists', `${to.address} has what "${file}" holds already, as snapshot ${shortId(known.id)}.`, { context: { path: file, snapshot: known.id }, advice: 'Nothing needs to be done.' });
  return { walk, request };
}

const BlbManifest = z.looseObject({
  createdAt: z.iso.datetime({ offset: true }).optional().catch(undefined),
  deviceInfo: z.looseObject({ hostname: z.string().optional() }).optional().catch(undefined),
});

/** Below a directory of the archive's own name, unless it is said where. */
function foreign(opened: OpenedArchive, extra: readonly { name: string; bytes: Uint8Array }[], { file, time, host, tags, path, hostname, username }: Importing, staging: Staging): Walked {
  const told = blbManifest(extra);
  const base = path ?? `/${basename(file).replace(/(\.(tar|t?gz|tgz|zst|tzst|zip|blb|age|\d{3}))+$/i, '') || 'archive'}`;
  const modified = statSync(file).mtime;
  const source = new ContainerSource(opened.reader, { base: rawFromText(base), time: BigInt(Math.trunc(modified.getTime())) * 1_000_000n }, staging);
  return {
    walk: (call) => source.walk(call),
    request: {
      time: time ?? (told?.createdAt === undefined ? modified : new Date(told.createdAt)), paths: [base], hostname: host ?? (told?.deviceInfo?.hostname || hostname), username,
      tags, excludes: [], parent: null, dryRun: false, skipIfUnchanged: false,
    },
  };
}

function blbManifest(extra: readonly { name: string; bytes: Uint8Array }[]): z.infer<typeof BlbManifest> | null {
  const found = extra.find(({ name }) => name === 'manifest.json');
  if (found === undefined) return null;
  try {
    return BlbManifest.parse(JSON.parse(Buffer.from(found.bytes).toString('utf8')));
  } catch {
    return null; // a file that only has the name
  }
}
