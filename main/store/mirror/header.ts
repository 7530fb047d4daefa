/** The small file that says what a snapshot is, and where its tree lies: all that a list of snapshots reads. Named by its own hash. */
import { z } from 'zod';
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { Fault } from '../../base/fault.ts';
import { decodeSnapshot, encodeSnapshot, type SnapshotFile } from '../tree/snapshot-file.ts';
import { parseJsonFile } from '../tree/json-file.ts';

export interface Header {
  snapshot: Snapshot;
  /** `<source>/<time>`, below the root. */
  place: string;
  /** Whether what was saved is a directory: the snapshot's folder then stands for it. */
  isDirectory: boolean;
}

const VERSION = 1;

/** No way out of the root, and no hidden folder. */
const isPlace = (place: string): boolean => /^[^/\0]+\/[^/\0]+$/.test(place) && place.split('/').every((part) => !part.startsWith('.'));

const HeaderForm = z.object({ version: z.int(), place: z.string().refine(isPlace, 'is no place of a snapshot'), directory: z.boolean(), snapshot: z.looseObject({}) });

/** A change of tags that was cut off leaves two headers of one snapshot: either will do, and everybody takes the same. */
export function onePerPlace(headers: readonly Header[]): Header[] {
  const chosen = new Map<string, Header>();
  for (const header of headers) if (!((chosen.get(header.place)?.snapshot.id ?? '~') < header.snapshot.id)) chosen.set(header.place, header);
  return [...chosen.values()];
}

export function encodeHeader(snapshot: SnapshotFile, { place, isDirectory }: Omit<Header, 'snapshot'>): Uint8Array<ArrayBuffer> {
  const file: unknown = JSON.parse(Buffer.from(encodeSnapshot(snapshot)).toString());
  return new TextEncoder().encode(`${JSON.stringify({ version: VERSION, place, directory: isDirectory, snapshot: file }, null, 1)}\n`);
}

/** @throws Fault `damaged`, or `newer`. */
export function decodeHeader(id: string, json: Uint8Array): Header {
  const { version, place, directory, snapshot } = parseJsonFile('The snapshot', json, HeaderForm);
  if (version > VERSION) throw new Fault('newer', `Snapshot ${id.slice(0, 8)} was written by a newer version of Holdfast.`);
  return { place, isDirectory: directory, snapshot: { id, ...decodeSnapshot(Buffer.from(JSON.stringify(snapshot))) } };
}
