/**
 * The sidecar of an archive, one JSON object in lines: `archive` (the link), `snapshot`, `head` (SHA-256 of the lines before), then the state
 * as text, or `packed` (base64 of zstd) when it is long, or `sealed` (base64 of age) when names are secret, and `sha256` of all before.
 * A list of snapshots reads the first three lines alone.
 */
import { createHash } from 'node:crypto';
import { createZstdCompress, zstdDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { Snapshot } from '../../../../preload/contract/snapshot.ts';
import { Fault } from '../../../base/fault.ts';
import { isHexId, sha256Hex } from '../../../base/ids.ts';
import { jsonOfValue } from '../../tree/go-json.ts';
import { parseJsonFile } from '../../tree/json-file.ts';
import { decodeSnapshot, encodeSnapshot, type SnapshotFile } from '../../tree/snapshot-file.ts';
import type { Seal } from '../seal.ts';
import { LinkForm, MANIFEST_VERSION, type Link } from './link.ts';
import { through } from '../container/through.ts';
import { readState, type State } from './state-text.ts';
import { lengthOf } from './text-parts.ts';

/** A longer text is packed: a drive full of increments need not hold it again and again. */
const LONGEST_TEXT = 1024 * 1024;
const LINE_END = 0x0a;

/** What the first lines say. */
export interface Head {
  link: Link;
  snapshot: Snapshot;
}

export interface SidecarContent {
  link: Omit<Link, 'state'>;
  snapshot: SnapshotFile;
  /** The text, in pieces. */
  state: readonly Buffer[];
}

/** In pieces. @param seal null: nothing is secret. @param pack false: a text stays a text, as in the archive itself, which is compressed anyway. */
export async function encodeSidecar({ link, snapshot, state }: SidecarContent, seal: Seal | null, pack = true): Promise<Buffer[]> {
  const whole: Link = { ...link, state: { size: lengthOf(state), sha256: digestOf(state) } };
  const told = Buffer.from(encodeSnapshot(snapshot));
  const secret = seal === null ? null : JSON.stringify((await seal.seal(told)).toString('base64'));
  const lines = [`{"archive":${Buffer.from(jsonOfValue(whole)).toString()},\n`, secret === null ? `"snapshot":${told.toString()},\n` : `"sealedSnapshot":${secret},\n`];
  const head = Buffer.from(lines.join(''));
  const before = [head, Buffer.from(`"head":"${sha256Hex(head)}",\n`), ...(await bodyOf(state, seal, pack))];
  return [...before, Buffer.from(`,"sha256":"${digestOf(before)}"}\n`)];
}

async function bodyOf(state: readonly Buffer[], seal: Seal | null, pack: boolean): Promise<readonly Buffer[]> {
  if (seal === null && (!pack || lengthOf(state) <= LONGEST_TEXT)) return state;
  const packed = Buffer.concat(await Array.fromAsync(through(each(state), createZstdCompress())));
  const [name, bytes] = seal === null ? ['packed', packed] : ['sealed', await seal.seal(packed)];
  return [Buffer.from(`"${name}":"`), Buffer.from(bytes.toString('base64')), Buffer.from('"\n')];
}

async function* each(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}

const SealedForm = z.object({ sealedSnapshot: z.base64() });
const PlainForm = z.object({ snapshot: z.looseObject({}) });

/** Bytes of the three lines; null when there are not so many yet. */
export function headLength(bytes: Buffer): number | null {
  let at = 0;
  for (let line = 0; line < 3; line++) {
    at = bytes.indexOf(LINE_END, at) + 1;
    if (at === 0) return null;
  }
  return at;
}

/**
 * @param bytes at least the first three lines.
 * @throws Fault `damaged`, `newer`, or as the seal does.
 */
export async function decodeHead(bytes: Buffer, seal: Seal | null): Promise<Head> {
  const end = headLength(bytes);
  if (end === null) throw new Fault('damaged', 'It breaks off in its first lines.');
  const mark = bytes.lastIndexOf('"head":"', end);
  const sum = mark < 0 ? '' : bytes.toString('latin1', mark + 8, mark + 72);
  if (!isHexId(sum) || mark + 75 !== end || sha256Hex(bytes.subarray(0, mark)) !== sum) throw new Fault('damaged', 'Its first lines are not what was written: their checksum is another.');
  const first = bytes.indexOf(LINE_END);
  const link = parseJsonFile('The manifest', Buffer.concat([bytes.subarray(0, first - 1), Buffer.from('}')]), z.object({ archive: LinkForm })).archive;
  if (link.version > MANIFEST_VERSION) throw new Fault('newer', `It was written by a newer version of Holdfast (version ${link.version}).`);
  const told = Buffer.concat([Buffer.from('{'), bytes.subarray(first + 1, mark - 2), Buffer.from('}')]);
  return { link, snapshot: { id: link.id, ...decodeSnapshot(await snapshotJson(told, seal)) } };
}

/** The copy in the archive itself is never sealed: the archive is. */
async function snapshotJson(told: Buffer, seal: Seal | null): Promise<Buffer> {
  if (!told.toString('latin1', 0, 16).startsWith('{"sealedSnapshot')) return Buffer.from(JSON.stringify(parseJsonFile('The manifest', told, PlainForm).snapshot));
  const { sealedSnapshot } = parseJsonFile('The manifest', told, SealedForm);
  if (seal === null) throw new Fault('damaged', 'It is sealed, and the archives here are not.');
  return seal.open(Buffer.from(sealedSnapshot, 'base64'));
}

/** All of a sidecar, verified. @throws Fault `damaged`, `newer`, or as the seal does. */
export async function decodeSidecar(bytes: Buffer, seal: Seal | null): Promise<Head & { state: State }> {
  const head = await decodeHead(bytes, seal);
  const end = bytes.lastIndexOf(',"sha256":"');
  const sum = end < 0 ? '' : bytes.toString('latin1', end + 11, end + 75);
  if (bytes.toString('latin1', end + 75) !== '"}\n' || digestOf([bytes.subarray(0, end)]) !== sum) throw new Fault('damaged', 'It is not what was written: its checksum is another.');
  const { size, sha256 } = head.link.state;
  const text = await stateText(bytes.subarray(headLength(bytes)!, end), size, seal);
  if (text.length !== size || sha256Hex(text) !== sha256) throw new Fault('damaged', 'Its state is not the one that belongs to it.');
  return { ...head, state: readState(text) };
}

function digestOf(parts: readonly Uint8Array[]): string {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest('hex');
}

/** @param size bytes it should have. */
async function stateText(body: Buffer, size: number, seal: Seal | null): Promise<Buffer> {
  const name = /^"(packed|sealed)":"/.exec(body.toString('latin1', 0, 16))?.[1];
  if (name === undefined) return body;
  const bytes = Buffer.from(body.toString('latin1', 10, body.length - 2), 'base64');
  if (name === 'sealed' && seal === null) throw new Fault('damaged', 'It is sealed, and the archives here are not.');
  const packed = name === 'sealed' ? await seal!.open(bytes) : bytes;
  try {
    return zstdDecompressSync(packed, { chunkSize: Math.max(1024, size + 1), maxOutputLength: Math.max(1024, size + 1) }); // in one piece; what has more is another's
  } catch (cause) {
    throw new Fault('damaged', 'Its state cannot be unpacked.', { cause });
  }
}
