/** The rules of chains, on links alone: what a new link becomes, what it needs, what nobody needs any more. */
import { storedBytes, type Link } from '../manifest/link.ts';
import type { LinkKind } from '../layout.ts';

export interface ChainRules {
  /** Links after the full one, before there is a new full. */
  maxLinks: number;
}

export const DEFAULT_RULES: ChainRules = { maxLinks: 14 };

/** Why a full archive is made when something else was to be. */
export type FullReason = 'asked' | 'first' | 'broken' | 'long' | 'heavy';

export interface Decision {
  kind: LinkKind;
  /** The link to compare with; null for a full one. */
  base: Link | null;
  /** Null unless the kind is full. */
  reason: FullReason | null;
}

export interface Wanted {
  /** Null: whatever is best, which is incremental. */
  kind: LinkKind | null;
  /** The link of the snapshot to compare with. */
  parent: Link | null;
  links: readonly Link[];
  rules: ChainRules;
  /** Whether this link cannot be built on. */
  isBroken(link: Link): boolean;
}

/** Rules go before wishes: a chain that is too long or too heavy ends whatever was asked for. */
export function decideKind({ kind, parent, links, rules, isBroken }: Wanted): Decision {
  const full = (reason: FullReason): Decision => ({ kind: 'full', base: null, reason });
  if (kind === 'full') return full('asked');
  if (parent === null) return full('first');
  const chain = chainOf(parent.chain, links);
  const first = chain.findLast((link) => link.kind === 'full');
  const base = kind === 'differential' ? first : parent;
  if (first === undefined || base === undefined || chain.filter(({ sequence }) => sequence >= first.sequence).some(isBroken) || lost(base, links).length > 0) return full('broken');
  if (linksAfter(first, chain) >= rules.maxLinks) return full('long');
  if (isHeavy(first, kind === 'differential' ? chain.filter((link) => link.kind === 'differential').slice(-1) : [base, ...linksNeeded(base, links)])) return full('heavy');
  return { kind: kind ?? 'incremental', base, reason: null };
}

/** In their order. */
export const chainOf = (chain: string, links: readonly Link[]): Link[] => links.filter((link) => link.chain === chain).toSorted((a, b) => a.sequence - b.sequence);

/** How many links the chain had after this one, gone ones counted. */
const linksAfter = (full: Link, chain: readonly Link[]): number => Math.max(...chain.map(({ sequence }) => sequence)) - full.sequence;

/** So few bytes never make a chain heavy. */
export const LIGHT = 1024 * 1024;

/** More in the links that are no full ones than in the full one. */
const isHeavy = (full: Link, others: readonly Link[]): boolean => others.filter(({ kind }) => kind !== 'full').reduce((sum, link) => sum + storedBytes(link), 0) > Math.max(LIGHT, storedBytes(full));

/** How many more links the chain takes; 0: the next is full. */
export function linksLeft(chain: readonly Link[], { maxLinks }: ChainRules): number {
  const full = chain.findLast((link) => link.kind === 'full');
  if (full === undefined || isHeavy(full, chain.filter(({ sequence }) => sequence > full.sequence))) return 0;
  return Math.max(0, maxLinks - linksAfter(full, chain));
}

/** Those that hold content of it, itself left out; what is not there is not among them. */
export const linksNeeded = ({ needs }: Link, links: readonly Link[]): Link[] => links.filter(({ id }) => needs.includes(id));

/** Ids of links it needs that are not there. */
export const lost = ({ needs }: Link, links: readonly Link[]): string[] => needs.filter((id) => !links.some((link) => link.id === id));

export const nextSequence = (chain: string, links: readonly Link[]): number => 1 + Math.max(-1, ...chainOf(chain, links).map(({ sequence }) => sequence));

/** Links nobody needs: they stand for no listed snapshot, and hold nothing of one. */
export function unneeded(links: readonly Link[], listed: ReadonlySet<string>): Link[] {
  const needed = new Set(links.filter(({ id }) => listed.has(id)).flatMap(({ id, needs }) => [id, ...needs]));
  return links.filter(({ id }) => !needed.has(id));
}

/** Which links stand for a snapshot that cannot be restored whole without these. */
export const dependents = (ids: ReadonlySet<string>, links: readonly Link[]): Link[] => links.filter(({ id, needs }) => ids.has(id) || needs.some((need) => ids.has(need)));
