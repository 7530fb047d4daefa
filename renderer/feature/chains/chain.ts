/** What follows from chains of archives: what each archive needs, and what is lost without it. */
import type { Chain, ChainLink } from '../../../preload/contract/archive.ts';

export interface ShownLink {
  link: ChainLink;
  /** The links it needs that are known, in their order. */
  needs: ChainLink[];
  /** How many it needs of which nothing is known any more. */
  unknown: number;
  /** Later links that need this one. */
  neededBy: ChainLink[];
  /** `broken`: it is whole itself, and something it needs is not. */
  standing: 'ok' | 'broken' | 'missing' | 'damaged';
}

/** Each link with what it needs. What one needs may lie in an earlier chain. */
export function shownLinks(chain: Chain, all: readonly Chain[]): ShownLink[] {
  const links = all.flatMap((one) => one.links);
  return chain.links.map((link): ShownLink => {
    const needs = links.filter(({ id }) => link.needs.includes(id));
    const unknown = link.needs.length - needs.length;
    const whole = unknown === 0 && needs.every(({ state }) => state === 'ok');
    return { link, needs, unknown, neededBy: links.filter((other) => other.needs.includes(link.id)), standing: link.state !== 'ok' ? link.state : whole ? 'ok' : 'broken' };
  });
}

export interface Loss {
  /** What is not whole; null: something of which not even the name is known. */
  link: ChainLink | null;
  /** Times of the versions that cannot be restored whole for it. */
  versions: string[];
}

/** What is missing or damaged, each with what that costs. */
export function lossesOf(shown: readonly ShownLink[]): Loss[] {
  const versionsOf = (links: readonly ChainLink[]): string[] => links.flatMap(({ snapshot }) => (snapshot === null ? [] : [snapshot.time]));
  const named = shown.filter(({ link }) => link.state !== 'ok').map(({ link, neededBy }): Loss => ({ link, versions: versionsOf([link, ...neededBy]) }));
  const nameless = shown.filter(({ unknown }) => unknown > 0).map(({ link }) => link);
  return nameless.length === 0 ? named : [...named, { link: null, versions: versionsOf(nameless) }];
}

/** The newest chain first; the one that goes on before all. */
export function inOrder(chains: readonly Chain[]): Chain[] {
  const at = ({ links }: Chain): number => Math.max(-Infinity, ...links.map(({ time }) => Date.parse(time)).filter((time) => !Number.isNaN(time)));
  return chains.toSorted((a, b) => Number(b.linksLeft !== null) - Number(a.linksLeft !== null) || at(b) - at(a));
}
