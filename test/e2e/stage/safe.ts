/** What somebody keeps, and whether a place gives all of it back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { filesBelow } from '../../fixture/cli/desk.ts';
import { Restic } from '../../fixture/restic/restic.ts';
import type { Person } from './person.ts';

/** What she keeps, by path below her home folder. */
export const keeps = (root: string): Record<string, string> => Object.fromEntries(filesBelow(root).map((path) => [path.slice(root.length + 1), readFileSync(path).toString('base64')]));

/** Of her folders, without what is left out. */
export const protectedFiles = (person: Person, leftOut = /\.cache|notes\.txt/): Record<string, string> =>
  Object.fromEntries(Object.entries(keeps(person.own())).filter(([path]) => /^(Documents|Pictures)\//.test(path) && !leftOut.test(path)));

/** A vault that opens with this password, is whole, and gives back what she has. */
export async function expectSafe(person: Person, vault: string, password: string, leftOut?: RegExp): Promise<void> {
  const restic = new Restic(person.root, vault, { RESTIC_PASSWORD: password });
  await restic.check('--read-data');
  await restic.ok('restore', 'latest', '--target', person.at('by-restic'));
  expect(keeps(join(person.at('by-restic'), person.own()))).toEqual(protectedFiles(person, leftOut));
  await person.ok('restore', 'latest', '-r', vault, '--into', person.at('by-us'));
  expect(keeps(join(person.at('by-us'), person.own()))).toEqual(protectedFiles(person, leftOut));
}
