/** Sizes and rates as people type them. */
import { Fault } from '../../base/fault.ts';

const POWER: Readonly<Record<string, number>> = { '': 0, k: 1, m: 2, g: 3, t: 4, p: 5 };
const WRITTEN = /^(\d+(?:\.\d+)?)\s*([kmgtp]?)(i?b)?$/i;

/**
 * Bytes. `10M` and `10MiB` count in 1024s, as in restic; `10MB` counts in 1000s.
 * @throws Fault `invalid` naming the option.
 */
export function parseSize(text: string, option: string): number {
  const [, number = '', letter = '', suffix = ''] = WRITTEN.exec(text.trim()) ?? [];
  const bytes = Math.floor(Number(number) * (suffix.toLowerCase() === 'b' ? 1000 : 1024) ** (POWER[letter.toLowerCase()] ?? 0));
  if (number !== '' && Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new Fault('invalid', `${option} cannot be "${text}": it takes a size.`, {
    advice: 'Write it like 500k, 10M or 1.5G; 10MB counts in thousands.',
  });
}

/**
 * Bytes a second. A bare number is KiB a second, as in restic; `2M`, `2MB/s`, `500k` are sizes a second.
 * @throws Fault `invalid` naming the option.
 */
export function parseRate(text: string, option: string): number {
  const size = text.trim().replace(/\/s$/i, '');
  try {
    return parseSize(/^\d+$/.test(size) ? `${size}k` : size, option);
  } catch {
    throw new Fault('invalid', `${option} cannot be "${text}": it takes a rate.`, {
      advice: 'Write it like 500k, 2M or 2MB/s; a bare number counts KiB a second.',
    });
  }
}
