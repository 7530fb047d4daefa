/** What the window asks or tells about a drive, one thing at a time: the engine's questions, and what became of the answers given here. */
import type { Drive, DriveAnswer, DriveNews, DrivePlan, DrivePrompt } from '../../../preload/contract/drive.ts';
import type { Run, RunOutcome } from '../../../preload/contract/run.ts';

/** What came of an answer that was given in this window. */
export type Aftermath =
  /** A backup was started here; `ended`: its runs that have ended so far. */
  | { kind: 'running'; drive: Drive; plans: DrivePlan[]; runIds: string[]; ended: Run[] }
  /** It did not end well. */
  | { kind: 'ended'; drive: Drive; plans: DrivePlan[]; run: Run; outcome: RunOutcome }
  | { kind: 'used'; drive: Drive; settled: boolean }
  /** `settled`: the drives as they come and go have shown it too, and can show the contrary. */
  | { kind: 'ejected'; drive: Drive; settled: boolean };

export type Shown = { kind: 'prompt'; prompt: DrivePrompt } | Aftermath;

/** What came of the last answer goes first: it is what the person waits for. A question that has come up since ends it where it says the same. */
export function shownOf(aftermath: Aftermath | null, prompts: readonly DrivePrompt[]): Shown | null {
  const safe = prompts.find(({ kind, drive }) => kind === 'safe' && drive.key === aftermath?.drive.key);
  if (aftermath !== null && (safe === undefined || aftermath.kind !== 'running')) return aftermath;
  const prompt = safe ?? prompts.find(({ kind }) => kind === 'safe') ?? prompts[0];
  return prompt === undefined ? null : { kind: 'prompt', prompt };
}

/** How many questions wait behind the one that is shown. */
export const waiting = (shown: Shown | null, prompts: readonly DrivePrompt[]): number => prompts.length - (shown?.kind === 'prompt' ? 1 : 0);

/** @param drive as it is after the answer. */
export function afterAnswer(prompt: DrivePrompt, answer: DriveAnswer, { runIds, drive }: { runIds: string[]; drive: Drive }): Aftermath | null {
  if (answer === 'not-now' || answer === 'never') return null;
  if (prompt.kind === 'safe') return { kind: 'ejected', drive, settled: false };
  if (runIds.length > 0) return { kind: 'running', drive, plans: prompt.kind === 'back-up' ? prompt.plans : [], runIds, ended: [] };
  return prompt.kind === 'use' ? { kind: 'used', drive, settled: false } : null;
}

const WORST: readonly RunOutcome[] = ['failed', 'interrupted', 'cancelled', 'missed', 'skipped', 'warned'];

/** @param run one that has ended. When all went well, what is left is that all is written out: then the engine says itself that the drive is safe to remove. */
export function afterRun(aftermath: Aftermath | null, run: Run): Aftermath | null {
  if (aftermath?.kind !== 'running' || !aftermath.runIds.includes(run.id)) return aftermath;
  const ended = [...aftermath.ended.filter(({ id }) => id !== run.id), run];
  const worst = WORST.flatMap((outcome) => ended.filter((one) => one.outcome === outcome))[0];
  return ended.length < aftermath.runIds.length || worst === undefined ? { ...aftermath, ended } : { kind: 'ended', drive: aftermath.drive, plans: aftermath.plans, run: worst, outcome: worst.outcome! };
}

/** All its runs have ended. */
export const isOver = ({ runIds, ended }: Extract<Aftermath, { kind: 'running' }>): boolean => ended.length >= runIds.length;

/** Says whether the drive is still the same, and there. */
const isHere = (drives: readonly Drive[], { key, id }: Drive): boolean => drives.some((one) => (one.key === key || (id !== null && one.id === id)) && one.path !== null && one.state !== 'away');

/** What is no longer so after drives came or went: of one that was ejected, that it can be unplugged, holds until it comes back. */
export function afterNews(aftermath: Aftermath | null, { drives, prompts }: Pick<DriveNews, 'drives' | 'prompts'>): Aftermath | null {
  if (aftermath === null || aftermath.kind === 'ended') return aftermath;
  if (aftermath.kind === 'running') {
    const told = prompts.some(({ kind, drive }) => kind === 'safe' && drive.key === aftermath.drive.key);
    return isOver(aftermath) && (told || !isHere(drives, aftermath.drive)) ? null : aftermath;
  }
  const here = isHere(drives, aftermath.drive);
  if (here === (aftermath.kind === 'used')) return aftermath.settled ? aftermath : { ...aftermath, settled: true };
  return aftermath.settled ? null : aftermath;
}

/** The plan whose last backup is the oldest says how late it is; null: one has none yet. */
export function oldestBackup(plans: readonly Pick<DrivePlan, 'lastSuccessAt'>[]): string | null {
  if (plans.some(({ lastSuccessAt }) => lastSuccessAt === null)) return null;
  return plans.map(({ lastSuccessAt }) => lastSuccessAt!).toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}
