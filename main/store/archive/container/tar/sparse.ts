/** Files with holes, as GNU tar and bsdtar store them: what is there, and where in the file it belongs. Four forms, one of them GNU's own. */
import { Fault } from '../../../../base/fault.ts';
import { showName } from '../../../../entry/name.ts';
import type { Cursor } from '../cursor.ts';
import { BLOCK, number } from './header.ts';
import type { Header, ReadHeader } from './header.ts';

export interface Extent {
  offset: number;
  length: number;
}

export interface Sparse {
  size: number;
  stored: number;
  extents: readonly Extent[];
}

/**
 * Null for a file without holes. Reads the map that lies before the content, where it lies there.
 * @param records all `GNU.sparse.` ones, in order. @param stored bytes from the cursor on, map included.
 */
export async function sparseOf(
  header: ReadHeader,
  records: readonly (readonly [string, string])[],
  stored: number,
  cursor: Cursor,
): Promise<Sparse | null> {
  if (header.flag === 'S') return checked(header, await oldSparse(header, stored, cursor));
  if (records.length === 0) return null;
  const pax = new Map(records);
  const size = Number(pax.get('GNU.sparse.realsize') ?? pax.get('GNU.sparse.size'));
  if (pax.get('GNU.sparse.major') === '1') {
    const { extents, length } = await mapBefore(header, cursor);
    return checked(header, { size, stored: stored - length, extents });
  }
  const map = pax.get('GNU.sparse.map');
  const numbers = map === undefined ? records.filter(([key]) => /\.(offset|numbytes)$/.test(key)).map(([, value]) => value) : map.split(',');
  return checked(header, { size, stored, extents: pairs(numbers.map(Number)) });
}

const pairs = (numbers: readonly number[]): Extent[] =>
  Array.from({ length: Math.ceil(numbers.length / 2) }, (_, at) => ({ offset: numbers[2 * at]!, length: numbers[2 * at + 1] ?? NaN }));

/** Version 1.0: decimal numbers, one a line, how many pairs there are first, filled up to a whole block. */
async function mapBefore(header: Header, cursor: Cursor): Promise<{ extents: Extent[]; length: number }> {
  let [text, length] = ['', 0];
  for (;;) {
    const block = await cursor.take(BLOCK);
    if (block === null || length > 64 << 20) throw broken(header);
    text += block.toString('latin1');
    length += BLOCK;
    const lines = text.split('\n');
    const count = 2 * Number(lines[0]);
    if (lines.length > 1 && !Number.isSafeInteger(count)) throw broken(header);
    if (lines.length > count + 1) return { extents: pairs(lines.slice(1, count + 1).map(Number)), length };
  }
}

/** GNU's own: four pairs in the header, more in blocks after it. */
async function oldSparse(header: ReadHeader, stored: number, cursor: Cursor): Promise<Sparse> {
  const block = header.block;
  const extents = readPairs(block, 386, 4);
  for (let isMore = block[482] !== 0; isMore;) {
    const more = await cursor.take(BLOCK);
    if (more === null) throw broken(header);
    extents.push(...readPairs(more, 0, 21));
    isMore = more[504] !== 0;
  }
  return { size: number(block, 483, 12), stored, extents };
}

function readPairs(block: Buffer, at: number, most: number): Extent[] {
  const found: Extent[] = [];
  for (let pair = at; pair < at + most * 24 && block[pair] !== 0; pair += 24) {
    found.push({ offset: number(block, pair, 12), length: number(block, pair + 12, 12) });
  }
  return found;
}

const broken = (header: Header): Fault =>
  new Fault('damaged', `The map of the sparse file "${showName(header.name)}" is damaged.`, { context: { path: showName(header.name) } });

/** The parts lie in order, inside the file, and are what is stored. */
function checked(header: Header, sparse: Sparse): Sparse {
  let [end, total] = [0, 0];
  for (const { offset, length } of sparse.extents) {
    if (!(offset >= end) || !(length >= 0)) throw broken(header);
    end = offset + length;
    total += length;
  }
  if (!(end <= sparse.size) || total !== sparse.stored || !Number.isSafeInteger(sparse.size)) throw broken(header);
  return sparse;
}

const HOLE = 1 << 16;

/** The whole file, its holes as zeros. @param stored what is there. */
export async function* filled(stored: AsyncIterable<Uint8Array>, extents: readonly Extent[], size: number): AsyncGenerator<Uint8Array> {
  let [position, next, left] = [0, 0, 0];
  for await (const bytes of stored) {
    for (let rest = bytes; rest.length > 0;) {
      while (left === 0) {
        const extent = extents[next++]!;
        yield* zeros(extent.offset - position);
        [position, left] = [extent.offset, extent.length];
      }
      const part = rest.subarray(0, left);
      yield part;
      position += part.length;
      left -= part.length;
      rest = rest.subarray(part.length);
    }
  }
  yield* zeros(size - position);
}

function* zeros(length: number): Generator<Uint8Array> {
  for (let left = length; left > 0; left -= Math.min(left, HOLE)) yield new Uint8Array(Math.min(left, HOLE));
}
