/** The members of a tar, one after another, whoever made it: extended headers, GNU's long names and sparse files put together with what they tell of. */
import { Fault } from '../../../../base/fault.ts';
import type { RawPath } from '../../../../entry/entry.ts';
import { showName } from '../../../../entry/name.ts';
import type { Cursor } from '../cursor.ts';
import { BLOCK, decodeHeader, isZero, padding } from './header.ts';
import type { Header, ReadHeader } from './header.ts';
import { decodePax } from './pax.ts';
import { sparseOf } from './sparse.ts';
import type { Extent } from './sparse.ts';

export interface Member {
  header: ReadHeader;
  /** Of its extended headers, the later ones over the earlier: keyword to value. */
  pax: ReadonlyMap<string, string>;
  /** Raw, as the archive has it. */
  name: RawPath;
  linkName: RawPath;
  /** Bytes of the file: with its holes, for a sparse one. */
  size: number;
  /** Bytes in the tar, from the cursor's position on. */
  stored: number;
  /** What of the file is there; null for all of it. */
  extents: readonly Extent[] | null;
}

/** Longest extended header that is believed. */
const MOST_EXTENDED = 64 << 20;

/**
 * The cursor stands at each member's content when it is given out; it is moved on by whoever takes the next one.
 * @param isPart whether what is read is known to be a part of a tar: the zeros at its end are not expected then.
 * @throws Fault `damaged`, too, where the zeros are missing: nothing else tells that a tar was not cut off between two members.
 */
export async function* members(cursor: Cursor, isPart: boolean): AsyncGenerator<Member> {
  const global = new Map<string, string>();
  let ahead = new Ahead(global);
  for (;;) {
    const place = cursor.position;
    const block = await cursor.take(BLOCK);
    if (block === null && !isPart)
      throw new Fault('damaged', `The tar ends at byte ${place} without its end mark: it was cut off.`, { context: { offset: place } });
    if (block === null || isZero(block)) return ahead.assertNone(place);
    const header = decodeHeader(block, place);
    assertNumbers(header, place);
    if (await ahead.take(header, cursor, place)) continue;
    const member = await memberOf(header, ahead, cursor, place);
    ahead = new Ahead(global);
    const next = cursor.position + member.stored + padding(member.stored);
    yield member;
    await cursor.skip(next - cursor.position);
  }
}

/** What the headers before a member tell of it. */
class Ahead {
  readonly pax: Map<string, string>;
  readonly #global: Map<string, string>;
  /** Every `GNU.sparse.` record in order: the oldest form repeats them. */
  readonly sparse: [string, string][] = [];
  name: RawPath | null = null;
  linkName: RawPath | null = null;
  #isAny = false;

  constructor(global: Map<string, string>) {
    this.#global = global;
    this.pax = new Map(global);
  }

  /** Whether the header was such a one. */
  async take(header: Header, cursor: Cursor, place: number): Promise<boolean> {
    if (!'LKxXgV'.includes(header.flag)) return false;
    if (header.size > MOST_EXTENDED) throw unreadable(header, place, 'the header before it is too long to be one');
    const content = (await cursor.take(header.size + padding(header.size)))?.subarray(0, header.size);
    if (content === undefined && header.size > 0) throw unreadable(header, place, 'the tar ends there');
    this.#apply(header.flag, content ?? Buffer.alloc(0), place);
    return true;
  }

  #apply(flag: string, content: Buffer, place: number): void {
    if (flag === 'V') return; // a volume's label
    if (flag === 'L') this.name = untilZero(content);
    else if (flag === 'K') this.linkName = untilZero(content);
    else {
      for (const [keyword, value] of decodePax(content, place)) {
        if (keyword.startsWith('GNU.sparse.')) this.sparse.push([keyword, value]);
        for (const map of flag === 'g' ? [this.pax, this.#global] : [this.pax]) map.set(keyword, value);
      }
    }
    this.#isAny ||= flag !== 'g';
  }

  /** @throws Fault `damaged` where something was told of a member that does not come. */
  assertNone(place: number): void {
    if (this.#isAny) throw new Fault('damaged', `The tar ends at byte ${place}, where a member should follow.`, { context: { offset: place } });
  }
}

const untilZero = (content: Buffer): string => content.toString('latin1').replace(/\0[^]*$/, '');

async function memberOf(header: ReadHeader, ahead: Ahead, cursor: Cursor, place: number): Promise<Member> {
  const { pax } = ahead;
  const name = pax.get('GNU.sparse.name') ?? pax.get('path') ?? ahead.name ?? header.name;
  const stored = contentLength(header, pax, place);
  const sparse = await sparseOf(header, ahead.sparse, stored, cursor);
  if (sparse !== null) return { header, pax, name, linkName: '', ...sparse };
  return { header, pax, name, linkName: pax.get('linkpath') ?? ahead.linkName ?? header.linkName, size: stored, stored, extents: null };
}

/** Links, devices and directories have none, whatever old programs wrote there; a hard link of the newer format may. */
function contentLength(header: Header, pax: ReadonlyMap<string, string>, place: number): number {
  const told = pax.get('size');
  const size = told === undefined ? header.size : /^\d{1,15}$/.test(told) ? Number(told) : NaN;
  if (Number.isNaN(size) || size < 0) throw unreadable(header, place, 'its size is no number');
  if (header.flag === '1') return told === undefined ? 0 : size;
  return '23456'.includes(header.flag) ? 0 : size;
}

function assertNumbers(header: Header, place: number): void {
  for (const field of ['size', 'mode', 'uid', 'gid', 'mtime'] as const) {
    if (Number.isNaN(header[field])) throw unreadable(header, place, `its ${field} is no number`);
  }
  if (header.size < 0) throw unreadable(header, place, 'its size is below zero');
}

export const unreadable = (header: Header, place: number, reason: string): Fault =>
  new Fault('damaged', `The entry "${showName(header.name)}" at byte ${place} of the tar cannot be read: ${reason}.`, {
    context: { path: showName(header.name), offset: place },
  });
