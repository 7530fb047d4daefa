/** Extended headers of POSIX tar: records of "length keyword=value", here as raw bytes. */
import { Fault } from '../../../../base/fault.ts';

/** Keywords and values, one character a byte. */
export type PaxRecords = readonly (readonly [keyword: string, value: string])[];

export const encodePax = (records: PaxRecords): Buffer => Buffer.from(records.map(([keyword, value]) => record(keyword, value)).join(''), 'latin1');

/** The length counts its own digits. */
function record(keyword: string, value: string): string {
  const rest = keyword.length + value.length + 3;
  let length = rest + String(rest).length;
  if (String(length).length > String(rest).length) length++;
  return `${length} ${keyword}=${value}\n`;
}

/** In the order they stand; a keyword may come more than once. @throws Fault `damaged`. @param place of the header in the tar. */
export function decodePax(bytes: Buffer, place: number): [keyword: string, value: string][] {
  const records: [string, string][] = [];
  const all = bytes.toString('latin1');
  for (let at = 0; at < all.length;) {
    const [digits = ''] = /^\d{1,10}(?= )/.exec(all.slice(at, at + 11)) ?? [];
    const end = at + Number(digits);
    const equals = all.indexOf('=', at);
    if (digits === '' || end > all.length || all[end - 1] !== '\n' || equals < 0 || equals >= end) {
      if (/^\0*$/.test(all.slice(at))) break; // some programs pad the records instead of the block
      throw new Fault('damaged', `The extended header at byte ${place} of the tar is damaged.`, { context: { offset: place } });
    }
    records.push([all.slice(at + digits.length + 1, equals), all.slice(equals + 1, end - 1)]);
    at = end;
  }
  return records;
}

/** Nanoseconds as seconds in decimals, as short as they go. */
export function paxTime(time: bigint): string {
  const size = time < 0n ? -time : time;
  const fraction = String(size % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${time < 0n ? '-' : ''}${size / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The reverse; null for what is no decimal number. */
export function fromPaxTime(value: string): bigint | null {
  const [, sign, seconds = '', fraction = ''] = /^(-?)(\d{1,18})(?:\.(\d*))?$/.exec(value) ?? [];
  if (sign === undefined) return null;
  const size = BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return sign === '' ? size : -size;
}
