/** How long versions are kept: the choices in words, and a policy as numbers with their names. */
import type { RetentionPolicy } from '../../preload/contract/retention.ts';

export const RULES = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type Rule = (typeof RULES)[number];

export const SPANS = ['within', 'withinHourly', 'withinDaily', 'withinWeekly', 'withinMonthly', 'withinYearly'] as const;
export type Span = (typeof SPANS)[number];

export const NO_RULES: RetentionPolicy = { last: 0, hourly: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0, tags: [] };

export const PRESETS = {
  weeks: { ...NO_RULES, daily: 7, weekly: 5 },
  year: { ...NO_RULES, daily: 7, weekly: 4, monthly: 12 },
  years: { ...NO_RULES, daily: 14, weekly: 8, monthly: 24, yearly: 10 },
  room: null,
} as const satisfies Record<string, RetentionPolicy | null>;
export type Preset = keyof typeof PRESETS;

export const usesRules = (policy: RetentionPolicy): boolean =>
  RULES.some((rule) => policy[rule] !== 0) || SPANS.some((span) => policy[span] !== undefined) || policy.tags.length > 0;

const samePolicy = (a: RetentionPolicy | null, b: RetentionPolicy | null): boolean => {
  if (a === null || b === null) return a === b;
  return RULES.every((rule) => a[rule] === b[rule]) && SPANS.every((span) => a[span] === b[span]) && JSON.stringify(a.tags) === JSON.stringify(b.tags);
};

/** The choice in words that a policy is; null: one of somebody's own. */
export const presetOf = (policy: RetentionPolicy | null): Preset | null =>
  (Object.keys(PRESETS) as Preset[]).find((preset) => samePolicy(PRESETS[preset], policy)) ?? null;

/** As the contract wants it: `2y5m7d3h`. */
export const isSpan = (text: string): boolean => /^(?=\d)(?:\d{1,6}y)?(?:\d{1,6}m)?(?:\d{1,6}d)?(?:\d{1,6}h)?$/.test(text);

export interface RetentionWords {
  everything: string;
  /** `count`: as written; -1: all of them. */
  rule: Record<Rule, (count: string, n: number) => string>;
  span: (text: string) => string;
  tagged: (tags: string) => string;
}

/** "7 days, 4 weeks, 12 months". */
export function policyInWords(policy: RetentionPolicy | null, words: RetentionWords, count: (n: number) => string): string {
  if (policy === null || !usesRules(policy)) return words.everything;
  const rules = RULES.filter((rule) => policy[rule] !== 0).map((rule) => words.rule[rule](count(policy[rule]), policy[rule]));
  const spans = SPANS.flatMap((span) => policy[span] ?? []).map((text) => words.span(text));
  const tags = policy.tags.map((list) => words.tagged(list.join(' + ')));
  return [...rules, ...spans, ...tags].join(', ');
}

/** As it is kept: a policy without any rule means that everything stays. */
export const effectivePolicy = (policy: RetentionPolicy | null): RetentionPolicy | null => (policy !== null && usesRules(policy) ? policy : null);
