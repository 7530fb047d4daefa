/** Problems of a run, grouped by reason, each with the one remedy. */
import type { RunProblem } from '../../../preload/contract/run.ts';
import { REASON } from '../../base/fault.ts';
import { counted } from './quantity.ts';

export interface ProblemGroup {
  severity: RunProblem['severity'];
  /** Begins with a capital, ends without a full stop. */
  reason: string;
  advice: string;
  items: string[];
  /** The sentence of the first one. */
  first: string;
}

/** Kinds of warnings whose reason says it all; for the others, and for notes, the message itself is the reason. */
const PLAIN = new Set<RunProblem['kind']>(['missing', 'denied', 'full', 'busy', 'offline', 'changed', 'exists']);

/** Warnings first, then notes; within them the largest group first. */
export function groupProblems(problems: readonly RunProblem[]): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup>();
  for (const { severity, kind, message, advice, item } of problems) {
    const reason = severity === 'warning' && PLAIN.has(kind) ? REASON[kind] : withoutItem(message, item);
    const key = `${severity} ${kind} ${reason}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { severity, reason: capital(reason), advice, items: [item], first: message });
    else group.items.push(item);
  }
  return Array.from(groups.values()).toSorted(
    (a, b) => Number(a.severity === 'note') - Number(b.severity === 'note') || b.items.length - a.items.length,
  );
}

/** The reason by itself, so that the same one at two places is seen as the same. */
const withoutItem = (message: string, item: string): string =>
  message
    .replace(/"[^"]+"/g, 'it')
    .replaceAll(item === '' ? '\0' : item, 'it')
    .replace(/^it: /, '')
    .replace(/\.$/, '');

/** `Permission denied: 14 files, in /var/lib`; a single one in its own words. */
export function groupTitle({ reason, items, first }: ProblemGroup): string {
  return items.length === 1 ? first.replace(/\.$/, '') : `${reason}: ${counted(items.length, 'file')}${placeOf(items)}`;
}

function placeOf(items: readonly string[]): string {
  const folders = new Set(items.map((item) => item.slice(0, Math.max(1, item.lastIndexOf('/')))));
  if (!items.every((item) => item.startsWith('/'))) return '';
  const [first = '/'] = folders;
  if (folders.size === 1) return `, in ${first}`;
  const common = commonFolder(Array.from(folders));
  return common === '/' ? `, in ${first} and ${counted(folders.size - 1, 'other folder')}` : `, below ${common}`;
}

function commonFolder(folders: readonly string[]): string {
  const [first = '', ...others] = folders;
  let parts = first.split('/');
  for (const folder of others) {
    const names = folder.split('/');
    const differs = parts.findIndex((part, at) => names[at] !== part);
    if (differs >= 0) parts = parts.slice(0, differs);
  }
  return parts.join('/') || '/';
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
