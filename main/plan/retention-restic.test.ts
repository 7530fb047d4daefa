/** The real restic is the judge: random histories under random policies, the same snapshots kept for the same reasons. */
import fc from 'fast-check';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ForgetGroup } from '../../preload/contract/forget.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import { writeBareVault } from '../../test/fixture/bare-vault.ts';
import { parseGroupBy, planForget } from './forget-plan.ts';
import type { Policy } from './retention.ts';

const PASSWORD = 'test';
const FLAGS = {
  last: 'last', hourly: 'hourly', daily: 'daily', weekly: 'weekly', monthly: 'monthly', yearly: 'yearly', within: 'within',
  withinHourly: 'within-hourly', withinDaily: 'within-daily', withinWeekly: 'within-weekly', withinMonthly: 'within-monthly', withinYearly: 'within-yearly',
} as const;

const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(spawnSync('restic', ['version'], { encoding: 'utf8' }).stdout ?? '')?.map(Number) ?? [];
/** restic keeps the oldest snapshot for rules with counts left, and knows "unlimited", since 0.16. */
const keepsOldest = major > 0 || minor >= 16;

function asRestic(snapshots: readonly object[], policy: Policy, groupBy: string): { ids: string[]; groups: Nullable[] } {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-retention-'));
  try {
    const ids = writeBareVault(folder, PASSWORD, snapshots);
    const rules = Object.entries(FLAGS).flatMap(([name, flag]) => {
      const value = policy[name as keyof typeof FLAGS];
      return value === undefined ? [] : [`--keep-${flag}=${value === -1 ? 'unlimited' : value}`];
    });
    const tags = (policy.tags ?? []).map((list) => `--keep-tag=${list.join(',')}`);
    const args = ['-r', folder, '--no-cache', '--no-lock', 'forget', '--dry-run', '--json', `--group-by=${groupBy}`, ...rules, ...tags];
    const env = { ...process.env, RESTIC_PASSWORD: PASSWORD, TZ: 'UTC' };
    return { ids, groups: JSON.parse(execFileSync('restic', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** restic says null for an empty list. */
type Nullable = { [key in keyof ForgetGroup]: ForgetGroup[key] | null };

/** Reasons no restic gives, or not this one. */
const unknownToRestic = (match: string) => match === 'last good snapshot' || (!keepsOldest && match.startsWith('oldest '));

/** What both must agree on, in an order of its own; a snapshot kept for reasons restic does not know counts as removed. */
const essence = (groups: readonly Nullable[]) => groups
  .map(({ host, paths, tags, keep, remove, reasons }) => {
    const known = (reasons ?? []).map((reason) => ({ ...reason, matches: reason.matches.filter((match) => !unknownToRestic(match)) }));
    const extra = known.filter(({ matches }) => matches.length === 0).map(({ snapshot }) => snapshot);
    const kept = known.filter(({ matches }) => matches.length > 0);
    return {
      host, paths: paths ?? [], tags: tags ?? [],
      keep: (keep ?? []).filter((snapshot) => !extra.includes(snapshot)).map(({ id }) => id),
      remove: [...(remove ?? []), ...extra].map(({ id }) => id).toSorted(),
      // Keeping the oldest one lowers its counters, too.
      reasons: kept.map(({ matches, counters }, index) => ({ matches, counters: keepsOldest || index < kept.length - 1 ? counters : null })),
    };
  })
  .toSorted((a, b) => (JSON.stringify([a.host, a.paths, a.tags]) < JSON.stringify([b.host, b.paths, b.tags]) ? -1 : 1));

const OFFSETS = ['Z', '+00:00', '+02:00', '-05:00', '+05:30', '-11:00', '+14:00'];
const BEGAN = Date.UTC(2019, 10, 1);

/** Times far apart and close together, around ends of years and months, each recorded in its own zone. */
const history = fc.array(fc.record({
  at: fc.oneof(fc.integer({ min: 0, max: 1500 * 1440 }), fc.integer({ min: 0, max: 3 * 1440 }), fc.integer({ min: 59 * 1440, max: 62 * 1440 })),
  offset: fc.constantFrom(...OFFSETS),
  hostname: fc.constantFrom('one', 'two'),
  paths: fc.constantFrom<string[]>(['/a'], ['/b', '/a'], ['/a', '/b']),
  tags: fc.constantFrom<string[] | undefined>(undefined, ['x'], ['y', 'x'], ['x', 'y'], ['z']),
}), { minLength: 1, maxLength: 60 }).map((list) => {
  const unique = new Map(list.map((one) => [one.at, one]));
  return [...unique.values()].map(({ at, offset, hostname, paths, tags }) => ({
    time: recorded(BEGAN + at * 60_000, offset), tree: '0'.repeat(64), paths, hostname, ...(tags === undefined ? {} : { tags }),
  }));
});

function recorded(milliseconds: number, offset: string): string {
  const minutes = offset === 'Z' ? 0 : (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));
  return `${new Date(milliseconds + minutes * 60_000).toISOString().slice(0, 19)}.123456789${offset}`;
}

const count = fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined, freq: 1 });
const duration = fc.option(fc.constantFrom('1h', '36h', '5d', '3m', '1m1d', '1y', '1y2m3d4h', '14d12h'), { nil: undefined, freq: 1 });
const policies = fc.record({
  last: count, hourly: count, daily: count, weekly: count, monthly: count, yearly: count,
  within: duration, withinHourly: duration, withinDaily: duration, withinWeekly: duration, withinMonthly: duration, withinYearly: duration,
  tags: fc.subarray<string[]>([['x'], ['x', 'y'], [''], ['z']]),
}).map((policy) => Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined)) as Policy)
  .filter((policy) => Object.entries(policy).some(([, value]) => !Array.isArray(value) || value.length > 0));

describe('retention beside restic', () => {
  it('keeps the same snapshots for the same reasons', () => {
    fc.assert(fc.property(history, policies, fc.constantFrom('host,paths', 'host', 'tags', 'paths,tags', ''), (snapshots, policy, groupBy) => {
      const { ids, groups } = asRestic(snapshots, policy, groupBy);
      const ours = snapshots.map((snapshot, index): Snapshot => ({ ...snapshot, id: ids[index] ?? '' }));
      expect(essence(planForget(ours, policy, parseGroupBy(groupBy)))).toEqual(essence(groups));
    }), { numRuns: 60 });
  });
});
