/** Problems of one reason in one folder: a million files that cannot be read are one sentence, one remedy and a number. */
import type { ProblemGroup } from '../../preload/contract/run-procedures.ts';
import type { RunProblem } from '../../preload/contract/run.ts';
import { REASON } from '../base/fault.ts';
import { sha256Hex } from '../base/ids.ts';

/** Different sentences told apart; what is said beyond that goes by its kind alone, so that no flood of words fills the memory. */
const MOST = 100;
const EXAMPLES = 5;

export class ProblemGroups {
  readonly #groups = new Map<string, ProblemGroup>();

  add(problem: RunProblem): void {
    const place = folderOf(problem.item);
    const group = this.#groupOf(problem);
    group.place = group.count === 0 ? place : commonFolder(group.place, place);
    group.count++;
    if (group.examples.length < EXAMPLES) group.examples.push(problem.item);
  }

  /** In the order in which each was met first. */
  all(): ProblemGroup[] {
    return [...this.#groups.values()].map((group) => ({ ...group, examples: [...group.examples] }));
  }

  /** Which group a problem that was added went to. */
  keyOf(problem: RunProblem): string {
    return (this.#groups.get(identity(problem, generalised(problem))) ?? this.#groups.get(identity(problem, '')))?.key ?? '';
  }

  #groupOf(problem: RunProblem): ProblemGroup {
    const message = generalised(problem);
    const exact = this.#groups.get(identity(problem, message));
    if (exact !== undefined) return exact;
    if (this.#groups.size < MOST) return this.#begin(problem, message, message);
    return this.#groups.get(identity(problem, '')) ?? this.#begin(problem, '', capitalised(`${REASON[problem.kind]}.`));
  }

  #begin(problem: RunProblem, reason: string, message: string): ProblemGroup {
    const { kind, during, severity, advice } = problem;
    const id = identity(problem, reason);
    const group: ProblemGroup = { key: sha256Hex(Buffer.from(id)).slice(0, 16), kind, during, severity, place: '', message, advice, count: 0, examples: [] };
    this.#groups.set(id, group);
    return group;
  }
}

const identity = ({ kind, during, severity }: RunProblem, reason: string): string => `${kind}\0${during}\0${severity}\0${reason}`;

/** The message without the item it speaks of: "/a/b cannot be read: permission denied." → "Cannot be read: permission denied." */
export function generalised({ item, message }: Pick<RunProblem, 'item' | 'message'>): string {
  if (item === '' || !message.includes(item)) return message;
  if (message.startsWith(item)) return capitalised(message.slice(item.length).replace(/^["']?:?\s+/, '').replaceAll(item, '…'));
  return message.replaceAll(item, '…');
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** '' for what is no absolute path. */
function folderOf(item: string): string {
  if (!item.startsWith('/')) return '';
  const end = item.lastIndexOf('/');
  return end <= 0 ? '/' : item.slice(0, end);
}

/** '' when one of them is no folder. */
export function commonFolder(a: string, b: string): string {
  if (a === b || a === '' || b === '') return a === '' ? '' : b === '' ? '' : a;
  if (a === '/' || b.startsWith(`${a}/`)) return a;
  let end = 0;
  for (let at = 0; at <= a.length && at <= b.length; at++) {
    const [left, right] = [a[at] ?? '/', b[at] ?? '/'];
    if (left !== right) break;
    if (left === '/') end = at;
  }
  return end === 0 ? '/' : a.slice(0, end);
}
