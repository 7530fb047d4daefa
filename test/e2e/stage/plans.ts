/** Plans that are there before a window opens: made by the command line, their passwords kept. */
import { Restic } from '../../fixture/restic/restic.ts';
import { makeRepository } from '../../fixture/restic/made.ts';
import { PASSWORD } from '../../fixture/cli/holdfast.ts';
import type { Person } from './person.ts';

export interface GivenPlan {
  name: string;
  /** Absolute. */
  paths: readonly string[];
  /** Folder the vault is made in, below the person's root, and the destination's name. */
  drive?: string;
  /** Further options of `plan add`. */
  options?: readonly string[];
}

/** @returns the vault, as restic sees it. */
export async function givePlan(person: Person, { name, paths, drive = 'Blue drive', options = [] }: GivenPlan): Promise<Restic> {
  const vault = await giveDestination(person, drive);
  await person.ok('plan', 'add', name, ...paths.flatMap((path) => ['--path', path]), '--to', drive, ...options);
  return vault;
}

/** An empty vault that opens without a question. */
export async function giveDestination(person: Person, name: string): Promise<Restic> {
  const folder = makeRepository(person.at(name));
  await person.ok('destination', 'add', name, folder);
  await person.expect(0, ['key', 'remember', '-r', name], { env: { HOLDFAST_PASSWORD: PASSWORD } });
  return new Restic(person.root, folder);
}
