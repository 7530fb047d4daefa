/** A plan that is being edited: what it was, what it would be, and what is still wrong with it. */
import type { Excludes, FolderSpec } from '../../../preload/contract/folder-spec.ts';
import type { PlanInput } from '../../../preload/contract/plan.ts';
import type { Plan, Transfer } from '../../../preload/contract/plan-settings.ts';
import type { RetentionPolicy } from '../../../preload/contract/retention.ts';
import { effectivePolicy } from '../../form/retention-model.ts';
import { unsound } from './transfers.ts';

export interface PlanEdit {
  name: string;
  sources: FolderSpec[];
  destinations: string[];
  transfers: Transfer[];
  tags: string[];
  retention: RetentionPolicy | null;
  remindAfterDays: number;
}

export const editOf = ({ name, sources, destinations, transfers, tags, retention, remindAfterDays }: Plan): PlanEdit => ({ name, sources, destinations, transfers, tags, retention, remindAfterDays });

export const inputOf = (edit: PlanEdit): PlanInput => ({ ...edit, name: edit.name.trim(), retention: effectivePolicy(edit.retention) });

export const isChanged = (edit: PlanEdit, plan: Plan): boolean => JSON.stringify(inputOf(edit)) !== JSON.stringify(inputOf(editOf(plan)));

const changedSource = (edit: PlanEdit, index: number, change: (source: FolderSpec) => FolderSpec): PlanEdit => ({ ...edit, sources: edit.sources.map((source, at) => (at === index ? change(source) : source)) });

/** A path that is there already is not added twice. */
export const withFolder = (edit: PlanEdit, index: number, path: string): PlanEdit => changedSource(edit, index, (source) => ({ ...source, paths: [...source.paths.filter((other) => other !== path), path] }));
export const withoutFolder = (edit: PlanEdit, index: number, path: string): PlanEdit => changedSource(edit, index, (source) => ({ ...source, paths: source.paths.filter((other) => other !== path) }));
export const withExcludes = (edit: PlanEdit, index: number, excludes: Excludes): PlanEdit => changedSource(edit, index, (source) => ({ ...source, excludes }));

export type PlanProblem = 'no-name' | 'name-taken' | 'no-folders' | 'no-destinations' | 'no-origin' | 'comma';

/** The field comes with it, so that it is said where it can be mended. */
export function problemsOf(edit: PlanEdit, otherNames: readonly string[]): Partial<Record<'name' | 'sources' | 'destinations' | 'transfers' | 'tags', PlanProblem>> {
  const name = edit.name.trim();
  const taken = otherNames.some((other) => other.toLowerCase() === name.toLowerCase());
  return {
    ...(name === '' ? { name: 'no-name' as const } : taken ? { name: 'name-taken' as const } : {}),
    ...(edit.sources.some(({ paths }) => paths.length === 0) ? { sources: 'no-folders' as const } : {}),
    ...(edit.destinations.length === 0 ? { destinations: 'no-destinations' as const } : {}),
    ...(unsound(edit.destinations, edit.transfers) === null ? {} : { transfers: 'no-origin' as const }),
    ...(edit.tags.some((tag) => tag.includes(',')) ? { tags: 'comma' as const } : {}),
  };
}
