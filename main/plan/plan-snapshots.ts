/** Which snapshots of a destination are a plan's own, and which of them go. */
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Clock } from '../base/clock.ts';
import { planForget } from './forget-plan.ts';

export interface ParentWanted {
  hostname: string;
  paths: readonly string[];
  /** The plan's own. */
  tag: string;
  /** It is the plan's only source: then every snapshot of the plan is one of it, whatever its paths were. */
  alone: boolean;
  /** Milliseconds since the epoch; later snapshots are not looked at. */
  time: number;
}

/** What a backup is compared with: the newest snapshot of this machine that is the plan's, or has the same paths. */
export function chooseParent(snapshots: readonly Snapshot[], { hostname, paths, tag, alone, time }: ParentWanted): Snapshot | null {
  const same = key(paths);
  const fits = (snapshot: Snapshot): boolean =>
    snapshot.hostname === hostname && Date.parse(snapshot.time) <= time &&
    (key(snapshot.paths) === same || (alone && (snapshot.tags ?? []).includes(tag)));
  return snapshots.findLast(fits) ?? null;
}

const key = (paths: readonly string[]): string => paths.toSorted().join('\0');

export interface Forgetting {
  remove: Snapshot[];
  /** How many of the plan's snapshots stay. */
  kept: number;
}

/**
 * What the policy lets go of a plan's snapshots of this machine. Sources of a plan with several are judged each by itself. The newest of
 * each, and those just made, are never among them.
 * @param fresh ids that were just made.
 * @throws Fault `invalid` for a policy without a rule.
 */
export function planToForget(
  snapshots: readonly Snapshot[], policy: RetentionPolicy, { tag, hostname, alone, fresh, clock }: Pick<ParentWanted, 'tag' | 'hostname' | 'alone'> & { fresh: readonly string[]; clock: Clock },
): Forgetting {
  const own = snapshots.filter((snapshot) => snapshot.hostname === hostname && (snapshot.tags ?? []).includes(tag));
  const groups = planForget(own, policy, alone ? [] : ['paths'], clock);
  const remove = groups.flatMap((group) => {
    const newest = [...group.keep, ...group.remove].reduce((a, b) => (Date.parse(b.time) > Date.parse(a.time) ? b : a));
    return group.remove.filter(({ id }) => id !== newest.id && !fresh.includes(id));
  });
  return { remove, kept: own.length - remove.length };
}
