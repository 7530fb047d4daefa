/** The problems of a run: the first ones in full, all of them counted and grouped. Memory stays bounded, however many there are. */
import type { ProblemGroup } from '../../preload/contract/run-procedures.ts';
import type { RunProblem } from '../../preload/contract/run.ts';
import { Fault } from '../base/fault.ts';
import { ProblemGroups } from './problem-groups.ts';

/** Problems kept in full. */
export const PROBLEMS_IN_MEMORY = 10_000;

export interface ProblemPage {
  problems: RunProblem[];
  next: string | null;
  /** How many there were, listed or not. */
  total: number;
}

export class ProblemList {
  readonly #first: RunProblem[] = [];
  readonly #groups = new ProblemGroups();
  #count = 0;

  add(problem: RunProblem): void {
    this.#count++;
    if (this.#first.length < PROBLEMS_IN_MEMORY) this.#first.push(problem);
    this.#groups.add(problem);
  }

  get count(): number {
    return this.#count;
  }

  /** The first PROBLEMS_IN_MEMORY. */
  get first(): readonly RunProblem[] {
    return this.#first;
  }

  groups(): ProblemGroup[] {
    return this.#groups.all();
  }

  page(wanted: PageWanted): ProblemPage {
    const total = wanted.group === undefined ? this.#count : this.groups().find(({ key }) => key === wanted.group)?.count ?? 0;
    return pageOf(this.#first, (problem) => this.#groups.keyOf(problem), total, wanted);
  }
}

export interface PageWanted {
  group?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** A page of kept problems; the cursor is a place among all that are kept. */
export function pageOf(kept: readonly RunProblem[], keyOf: (problem: RunProblem) => string, total: number, { group, cursor, limit }: PageWanted): ProblemPage {
  const problems: RunProblem[] = [];
  let at = cursor === undefined ? 0 : placeOf(cursor);
  for (; at < kept.length && problems.length < limit; at++) {
    if (group === undefined || keyOf(kept[at]) === group) problems.push(kept[at]);
  }
  const more = kept.slice(at).some((problem) => group === undefined || keyOf(problem) === group);
  return { problems, next: more ? String(at) : null, total };
}

function placeOf(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new Fault('missing', `"${cursor}" is not a place in this list.`, { advice: 'Use the cursor the page before gave, or none.' });
}
