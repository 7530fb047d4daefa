/** The answers of the wizard for a board, and what follows from them. Pure. */
import type { Destination } from '../../../../preload/contract/destination.ts';
import type { Device } from '../../../../preload/contract/device.ts';
import type { DeviceCare } from '../../../../preload/contract/device-care.ts';
import { forgetOptions } from '../../../form/backup-command.ts';
import { effectivePolicy, PRESETS } from '../../../form/retention-model.ts';
import { commandLine } from '../../../ui/command-line.ts';
import { isName } from '../device-view.ts';
import { targetCommands, whereOf, type Target, type TargetProblem, type Where } from './target.ts';

export const STEPS = ['what', 'where', 'keep', 'summary'] as const;
export type Step = (typeof STEPS)[number];

export interface Answers {
  step: Step;
  /** Index of the furthest step that was reached. */
  reached: number;
  paths: string[];
  includes: string[];
  excludes: string[];
  where: Where;
  remindAfterDays: number;
  retention: DeviceCare['retention'];
  name: string;
}

export type Change = Partial<Omit<Answers, 'step' | 'reached'>>;

/** As it is protected now, or what is good for most. */
export function beginning({ care, name }: Pick<Device, 'care' | 'name'>, destinations: readonly Pick<Destination, 'name'>[]): Answers {
  const { paths, includes, excludes, remindAfterDays, retention } = care ?? { paths: [], includes: [], excludes: [], remindAfterDays: 1, retention: PRESETS.year };
  return { step: 'what', reached: 0, paths: [...paths], includes: [...includes], excludes: [...excludes], where: whereOf(care?.destination ?? null, destinations), remindAfterDays, retention, name: name ?? '' };
}

export const goTo = (answers: Answers, step: Step): Answers => ({ ...answers, step, reached: Math.max(answers.reached, STEPS.indexOf(step)) });

export type StepProblem = 'path' | 'days' | 'name' | TargetProblem;

/** Why it cannot be gone on from a step; null: it can. */
export function problemOf(step: Step, { paths, remindAfterDays, name }: Answers, target: Pick<Target, 'problem'>): StepProblem | null {
  if (step === 'where') return target.problem;
  if (step === 'what' && paths.some((path) => !path.startsWith('/'))) return 'path';
  if (step === 'keep' && !(Number.isInteger(remindAfterDays) && remindAfterDays >= 1 && remindAfterDays <= 365)) return 'days';
  return step === 'summary' && name.trim() !== '' && !isName(name.trim()) ? 'name' : null;
}

/** The first step that cannot be gone on from; null: all can. Once reached, the steps can be gone to past it. */
export const firstUnfinished = (answers: Answers, target: Pick<Target, 'problem'>): Step | null => STEPS.find((step) => problemOf(step, answers, target) !== null) ?? null;

/** @param destination what the target came to: null for the place for boards. */
export const careOf = ({ paths, includes, excludes, remindAfterDays, retention }: Answers, destination: string | null): DeviceCare => ({ destination, paths, includes, excludes, remindAfterDays, retention: effectivePolicy(retention) });

/** What the board keeps as its destination, as long as nothing else is chosen; null: something else is. */
export function keptOf({ care }: Pick<Device, 'care'>, { where }: Pick<Answers, 'where'>, destinations: readonly Pick<Destination, 'name'>[]): string | null {
  const kept = care?.destination ?? null;
  return kept !== null && JSON.stringify(whereOf(kept, destinations)) === JSON.stringify(where) ? kept : null;
}

/** Of a board with one file system there is nothing to choose: `/` is all of it. Nested mounts lie below it, too. */
export const choosable = (mounts: readonly { path: string }[]): string[] => (mounts.length < 2 ? [] : mounts.map(({ path }) => path));

/** A mount ticked or not; all of them are as good as none: then new ones are backed up, too. */
export function tickedMounts(mounts: readonly string[], paths: readonly string[], path: string): string[] {
  const before = paths.length === 0 ? mounts : paths;
  const after = before.includes(path) ? before.filter((other) => other !== path) : [...before, path];
  return after.length === 0 || mounts.every((mount) => after.includes(mount)) ? [] : after;
}

const each = (option: string, values: readonly string[]): string[] => values.flatMap((value) => [option, value]);

export function protectCommand(device: Pick<Device, 'ref' | 'name'>, answers: Answers, target: Target): string {
  const called = answers.name.trim() || (device.name ?? device.ref);
  return [
    ...targetCommands(target),
    ...(answers.name.trim() !== '' && answers.name.trim() !== device.name ? [commandLine('device', 'name', device.ref, answers.name.trim())] : []),
    commandLine(
      'device', 'protect', called, target.commanded !== null && '--to', target.commanded, ...each('--path', answers.paths), ...each('--include', answers.includes), ...each('--exclude', answers.excludes),
      ...(answers.remindAfterDays === 1 ? [] : ['--remind-after', String(answers.remindAfterDays)]), ...forgetOptions(answers.retention),
    ),
    commandLine('device', 'backup', called),
  ].join('\n');
}
