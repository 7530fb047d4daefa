/** Which packs a check reads: all, or a subset in one of restic's three forms. */
import { Fault } from '../base/fault.ts';
import { parseSize } from './size.ts';

export type ReadData = 'none' | 'all' | { subset: string };

export interface SizedPack {
  id: string;
  size: number;
}

/** First bytes of ids are compared: more groups than this would be empty. */
const MOST_GROUPS = 256;

/** Chooses from a list. @throws Fault `invalid` naming what the three forms are. */
export type Chooser = <T extends SizedPack>(packs: readonly T[]) => T[];

/**
 * `2/5`: packs by the first byte of their ids, so that five checks cover everything. `10%`: so many packs at random, at least one.
 * `500M`: so many bytes' share of the packs, at random.
 * @param random as Math.random.
 */
export function chooser(readData: ReadData, random: () => number = Math.random): Chooser {
  if (readData === 'none') return () => [];
  if (readData === 'all') return (packs) => [...packs];
  const { subset } = readData;
  const groups = /^(\d+)\/(\d+)$/.exec(subset);
  if (groups !== null) return byGroup(Number(groups[1]), Number(groups[2]), subset);
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(subset);
  if (percent !== null) return byShare(Number(percent[1]), subset, random);
  const size = parseSize(subset);
  if (size === null || size <= 0) throw invalid(subset);
  return (packs) => {
    const total = packs.reduce((sum, pack) => sum + pack.size, 0);
    return atRandom(packs, total === 0 ? 1 : Math.min(1, size / total), random);
  };
}

function byGroup(group: number, groups: number, subset: string): Chooser {
  if (group < 1 || group > groups || groups > MOST_GROUPS) throw invalid(subset);
  return (packs) => packs.filter(({ id }) => Number.parseInt(id.slice(0, 2), 16) % groups === group - 1);
}

function byShare(percent: number, subset: string, random: () => number): Chooser {
  if (percent <= 0 || percent > 100) throw invalid(subset);
  return (packs) => atRandom(packs, percent / 100, random);
}

/** The first part of a shuffle. */
function atRandom<T extends SizedPack>(packs: readonly T[], share: number, random: () => number): T[] {
  const shuffled = [...packs];
  const count = Math.min(packs.length, Math.max(1, Math.floor(packs.length * share)));
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(random() * (shuffled.length - at));
    [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
  }
  return shuffled.slice(0, count);
}

const invalid = (subset: string): Fault =>
  new Fault('invalid', `"${subset}" names no subset of the data.`, {
    context: { subset }, advice: 'Give n/m with n from 1 to m and m up to 256 (such as 1/5), a percentage (10%), or a size (500M).',
  });
