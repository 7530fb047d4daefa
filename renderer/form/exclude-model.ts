/** Which suggestions are in force, which patterns are somebody's own, and what each takes away: all read off one list of patterns. */
import type { Excludes } from '../../preload/contract/folder-spec.ts';
import type { ExcludeSuggestion, Measure } from '../../preload/contract/source-procedures.ts';

export const NO_EXCLUDES: Excludes = { patterns: [], patternsIgnoreCase: [], files: [], caches: false, ifPresent: [], oneFileSystem: false, largerThan: null };

/** What most people leave out, and nothing else. */
export const usualExcludes = (suggestions: readonly ExcludeSuggestion[]): Excludes => ({
  ...NO_EXCLUDES, caches: true, patterns: suggestions.filter(({ preselected }) => preselected).flatMap(({ patterns }) => patterns),
});

export const isOn = ({ patterns }: ExcludeSuggestion, excludes: Excludes): boolean => patterns.every((pattern) => excludes.patterns.includes(pattern));

/** In the order they were given. */
export const ownPatterns = (excludes: Excludes, suggestions: readonly ExcludeSuggestion[]): string[] => {
  const on = new Set(suggestions.filter((suggestion) => isOn(suggestion, excludes)).flatMap(({ patterns }) => patterns));
  return excludes.patterns.filter((pattern) => !on.has(pattern));
};

export function switched(excludes: Excludes, suggestion: ExcludeSuggestion, on: boolean): Excludes {
  const rest = excludes.patterns.filter((pattern) => !suggestion.patterns.includes(pattern));
  return { ...excludes, patterns: on ? [...suggestion.patterns, ...rest] : rest };
}

export const without = (excludes: Excludes, pattern: string): Excludes => ({ ...excludes, patterns: excludes.patterns.filter((other) => other !== pattern) });

export type PatternProblem = 'empty' | 'twice' | 'bracket' | 'line';

/** Why a pattern cannot be added; null: it can. */
export function patternProblem(pattern: string, excludes: Excludes): PatternProblem | null {
  if (pattern.trim() === '') return 'empty';
  if (/[\n\r\0]/.test(pattern)) return 'line'; // oxlint-disable-line no-control-regex
  if (excludes.patterns.includes(pattern)) return 'twice';
  return isWhole(pattern) ? null : 'bracket';
}

/** Every `[` of a set has its `]`, and no `\` stands last. */
function isWhole(pattern: string): boolean {
  const bare = pattern.replace(/\\./g, '');
  if (bare.endsWith('\\')) return false;
  return !bare.replace(/\[[^\]]+\]/g, '').includes('[');
}

/** Bytes that these patterns take away; null: not counted yet. */
export function removedBy(patterns: readonly string[], measure: Measure | null): number | null {
  if (measure === null) return null;
  const counted = measure.patterns.filter(({ pattern }) => patterns.includes(pattern));
  return counted.length === 0 ? null : counted.reduce((sum, { bytes }) => sum + bytes, 0);
}
