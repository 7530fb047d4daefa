/** `--keep-…` options as a retention policy. */
import type { Command } from 'commander';
import type { RetentionPolicy } from '../../../preload/contract/retention.ts';
import { Fault } from '../../base/fault.ts';
import { parseDuration, showDuration } from '../../plan/duration.ts';
import { collect } from './lists.ts';

const PERIODS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
type Period = (typeof PERIODS)[number];
type Capital<T extends string> = Capitalize<T>;

export type RetentionOptions = { keepLast?: string; keepWithin?: string; keepTag?: string[] } & {
  [P in Period as `keep${Capital<P>}` | `keepWithin${Capital<P>}`]?: string;
};

/** Letters are restic's. */
const LETTER = { hourly: 'H', daily: 'd', weekly: 'w', monthly: 'm', yearly: 'y' } as const satisfies Record<Period, string>;

export function addRetentionOptions(command: Command): Command {
  command.option('-l, --keep-last <n>', 'keep the newest n snapshots; "unlimited" keeps all');
  for (const period of PERIODS) command.option(`-${LETTER[period]}, --keep-${period} <n>`, `keep the newest of each of the last n ${UNIT[period]}`);
  command.option('--keep-within <duration>', 'keep all that are younger than this, seen from the newest: 1y5m7d2h');
  for (const period of PERIODS) command.option(`--keep-within-${period} <duration>`, `keep the ${period} ones that are younger than this`);
  return command.option('--keep-tag <tags>', 'keep all with all of these tags (a,b); may be given several times', collect);
}

const UNIT = { hourly: 'hours', daily: 'days', weekly: 'weeks', monthly: 'months', yearly: 'years' } as const satisfies Record<Period, string>;

/** Null when no rule is given. @throws Fault `invalid` naming the option. */
export function policyOf(options: RetentionOptions): RetentionPolicy | null {
  const text = options as Readonly<Record<string, string | undefined>>;
  const counts = Object.fromEntries(
    (['last', ...PERIODS] as const).map((rule) => [rule, parseCount(text[`keep${capital(rule)}`], `--keep-${rule}`)]),
  );
  const spans = (['', ...PERIODS] as const)
    .map((rule) => [rule, text[`keepWithin${capital(rule)}`]] as const)
    .filter(([, span]) => span !== undefined && span !== '')
    .map(([rule, span]) => [`within${capital(rule)}`, parseSpan(span ?? '', `--keep-within${rule === '' ? '' : `-${rule}`}`)]);
  const tags = (options.keepTag ?? []).map((list) => list.split(',').map((tag) => tag.trim()));
  if (Object.values(counts).every((count) => count === 0) && spans.length === 0 && tags.length === 0) return null;
  return { ...(counts as Record<'last' | Period, number>), ...Object.fromEntries(spans), tags };
}

function parseCount(text: string | undefined, option: string): number {
  if (text === undefined) return 0;
  if (text === 'unlimited') return -1;
  if (/^(-1|\d{1,9})$/.test(text)) return Number(text);
  throw new Fault('invalid', `${option} cannot be "${text}": it takes a number of snapshots.`, {
    advice: 'Write a whole number, or "unlimited" to keep all.',
  });
}

function parseSpan(text: string, option: string): string {
  try {
    return showDuration(parseDuration(text)) || '0h';
  } catch (error) {
    throw new Fault('invalid', `${option} cannot be "${text}": it takes a duration.`, {
      advice: 'Write it as years, months, days and hours, like 2y5m7d3h.',
      cause: error,
    });
  }
}

const capital = <T extends string>(word: T): Capitalize<T> => (word.charAt(0).toUpperCase() + word.slice(1)) as Capitalize<T>;
