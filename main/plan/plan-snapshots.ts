/** Which snapshots of a destination are a plan's own, and which of them go. */
import type { GroupBy } from '../../preload/contract/forget.ts';
import type { RetentionPolicy } from '../../preload/contract/retention.ts';
import type { Keeping } from '../../preload/contract/snapshot-procedures.ts';
import type { Snapshot } from '../../preload/contract/snapshot.ts';
import type { Clock } from '../base/clock.ts';
import { groupSnapshots, planForget } from './forget-plan.ts';
import { keeping, newestOf } from './keeping.ts';

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

/** Which snapshots a plan's policy is about: its own, made on this machine. */
export interface Owner extends Pick<ParentWanted, 'tag' | 'hostname' | 'alone'> {
  clock: Clock;
}

const ownedBy = ({ hostname, tag }: Omit<Owner, 'clock'>) => (snapshot: Snapshot): boolean => snapshot.hostname === hostname && (snapshot.tags ?? []).includes(tag);

/** The newest of each source of the plan, oldest first: what is carried on to other places. */
export function newestOfSources(snapshots: readonly Snapshot[], owner: Omit<Owner, 'clock'>): Snapshot[] {
  const newest = new Map<string, Snapshot>();
  for (const snapshot of snapshots.filter(ownedBy(owner))) newest.set(owner.alone ? '' : key(snapshot.paths), snapshot);
  return snapshots.filter((snapshot) => newest.get(owner.alone ? '' : key(snapshot.paths)) === snapshot);
}

/** Sources of a plan with several are judged each by itself. */
const groupedFor = ({ alone }: Owner): GroupBy[] => (alone ? [] : ['paths']);

/**
 * What the policy lets go of a plan's snapshots. The newest of each source, and those just made, are never among them.
 * @param fresh ids that were just made.
 * @throws Fault `invalid` for a policy without a rule.
 */
export function planToForget(snapshots: readonly Snapshot[], policy: RetentionPolicy, { fresh, ...owner }: Owner & { fresh: readonly string[] }): Forgetting {
  const own = snapshots.filter(ownedBy(owner));
  const groups = planForget(own, policy, groupedFor(owner), owner.clock);
  const remove = groups.flatMap((group) => {
    const newest = newestOf([...group.keep, ...group.remove]);
    return group.remove.filter(({ id }) => id !== newest?.id && !fresh.includes(id));
  });
  return { remove, kept: own.length - remove.length };
}

/**
 * Until when each snapshot stays, as `planToForget` will have it. Those that are not the plan's own stay for good.
 * @returns by id.
 * @throws Fault `invalid` for a policy without a rule.
 */
export function planKeeping(snapshots: readonly Snapshot[], policy: RetentionPolicy | null, owner: Owner): Map<string, Keeping> {
  const isOwn = ownedBy(owner);
  const own = groupSnapshots(snapshots.filter(isOwn), groupedFor(owner)).flatMap((group) => keeping(group.snapshots, policy, { now: owner.clock.now(), newestStays: true }));
  return new Map([...own, ...keeping(snapshots.filter((snapshot) => !isOwn(snapshot)), null, { now: owner.clock.now() })].map((one) => [one.snapshot, one]));
}
