/** Lists: options given several times, comma-separated values, files with one item a line. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { toFault } from '../../base/fault.ts';

/** For options that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/** `a,b` given once or several times, as single items. */
export const splitCommas = (lists: readonly string[] = []): string[] =>
  lists
    .flatMap((list) => list.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Lines that are neither blank nor begin with `#`, without the blanks around them. */
export const readLines = (path: string): string[] =>
  text(path)
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Every line as it is. */
export const readVerbatimLines = (path: string): string[] =>
  text(path)
    .split(/\r?\n/)
    .filter((line) => line !== '');

/** Items that each end in a NUL byte. */
export const readRawItems = (path: string): string[] =>
  text(path)
    .split('\0')
    .filter((item) => item !== '');

/** Paths of a list, relative ones below a folder; those with wildcards as what they stand for. */
export function expandPaths(lines: readonly string[], folder: string): string[] {
  return lines.flatMap((line) => (/[*?[]/.test(line) ? globSync(line, { cwd: folder }).toSorted() : [line])).map((path) => resolve(folder, path));
}

/** `-` is standard input. */
function text(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw toFault(error, `Cannot read ${path}`, { path });
  }
}
