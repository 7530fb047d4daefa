/** What tells one time a drive is plugged in from the next, though it comes back at once, under the same name and at the same place. Linux. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unescaped } from './mounts.ts';

/** Made of other disks, or of files: the disks beneath are looked at themselves. */
const MADE_UP = /^(?:loop|ram|dm-|md)/;

/** Of every disk by its name: the number the kernel counts up with each disk that comes (`diskseq`, since Linux 5.15); empty where it does not tell. */
export function diskNumbers(sys = '/sys'): Map<string, string> {
  return new Map(namesIn(join(sys, 'block')).map((name) => [name, MADE_UP.test(name) ? '' : textOf(join(sys, 'block', name, 'diskseq'))]));
}

/** Of every mount by its path: its number as long as it lasts. @param table in the form of `/proc/self/mountinfo`. */
export function mountNumbers(table: string): Map<string, string> {
  return new Map(table.split('\n').flatMap((line) => {
    const [number, , , , path] = line.split(' ');
    return number === undefined || path === undefined ? [] : [[unescaped(path), number] as const];
  }));
}

/** Empty: the system does not tell. @param disks names of those it lies on. @param path where it is mounted; null: nowhere. */
export function sessionOf(disks: readonly string[], path: string | null, numbers: ReadonlyMap<string, string>, mounts: ReadonlyMap<string, string>): string {
  const mount = path === null ? '' : (mounts.get(Buffer.from(path).toString('latin1')) ?? '');
  return [...disks.map((disk) => numbers.get(disk) ?? ''), mount].filter((part) => part !== '').join(' ');
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // no sysfs: nothing is known of disks
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1').trim();
  } catch {
    return ''; // an older kernel, or a disk that is being pulled just now
  }
}
