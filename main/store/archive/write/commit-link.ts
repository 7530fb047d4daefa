/** The last steps of a link: its manifest into the container, its files in place, its sidecar as the mark that it is whole. */
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import type { Call } from '../../../base/call.ts';
import type { SnapshotFile } from '../../tree/snapshot-file.ts';
import type { ArchiveFolder } from '../folder.ts';
import { OWN_CHECKSUMS, OWN_MANIFEST, type LinkKind } from '../layout.ts';
import type { LinkOutput } from '../link-files.ts';
import { MANIFEST_VERSION, storedBytes, type Link } from '../manifest/link.ts';
import { BLB_MANIFEST, blbManifest } from '../manifest/blb-manifest.ts';
import { encodeSidecar } from '../manifest/sidecar-file.ts';
import type { Seal } from '../seal.ts';
import type { Sidecars } from '../sidecars.ts';
import type { Finished } from './archive-writer.ts';
import type { LinkWriter } from './link-writer.ts';

/** What is known of a link before its first entry. */
export interface NewLink {
  id: string;
  name: string;
  kind: LinkKind;
  parent: string | null;
  chain: string;
  sequence: number;
}

export interface CommitParts {
  folder: ArchiveFolder;
  sidecars: Sidecars;
  seal: Seal | null;
  output: LinkOutput;
  writer: LinkWriter;
  link: NewLink;
}

/** @param snapshot all of it but the summary. */
export async function commitLink({ folder, sidecars, seal, output, writer, link }: CommitParts, snapshot: Omit<SnapshotFile, 'summary'>, { deletions, counts, summary }: Finished, call: Call): Promise<Snapshot> {
  const { text, needs } = await writer.state(deletions, call);
  const { container, compression, encryption } = folder.settings;
  const head: Omit<Link, 'state'> = {
    format: 'holdfast-archive', version: MANIFEST_VERSION, store: folder.id, ...link, time: snapshot.time, container, compression, encrypted: encryption !== null, needs,
    statistics: { ...counts, ownFiles: writer.own.files, ownBytes: writer.own.bytes, deletions: deletions.length }, files: [],
  };
  const inside = await encodeSidecar({ link: head, snapshot: { ...snapshot, summary: summary(output.position) }, state: text }, null, false);
  const { backup_start: start = '', backup_end: end = '' } = summary(0);
  const duration = Math.max(0, Date.parse(end) - Date.parse(start)) || 0;
  const own = container === 'blb' ? [{ name: BLB_MANIFEST, bytes: [blbManifest({ link: head, snapshot, members: writer.members, deletions, inside: Buffer.concat(inside), duration })] }] : [{ name: OWN_MANIFEST, bytes: inside }, { name: OWN_CHECKSUMS, bytes: writer.takeChecksums() }];
  const files = await output.finish(own, call);
  const whole = { ...snapshot, summary: summary(storedBytes({ files })) };
  const sidecar = await encodeSidecar({ link: { ...head, files }, snapshot: whole, state: text }, seal);
  await folder.requireHere(call);
  call.signal.throwIfAborted();
  await output.settle(files);
  call.signal.throwIfAborted(); // the last moment to stop
  await sidecars.put(link.name, sidecar);
  return { id: link.id, ...whole };
}
