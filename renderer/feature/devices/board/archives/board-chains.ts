/** Which chains of a place are a board's, and what may be done with a link. Pure. */
import type { Chain, ChainLink } from '../../../../../preload/contract/archive.ts';

/** Archives of boards are named after them; where names tell nothing (encrypted ones), the version does. */
export const chainsOf = (chains: readonly Chain[], host: string): Chain[] =>
  chains.filter(({ links }) => links.some(({ name, snapshot }) => snapshot?.hostname === host || name.startsWith(`${host}-`)));

/** What is said of archives that belong to no chain any more, as far as it names this board. */
export const problemsOf = (problems: readonly string[], host: string): string[] => problems.filter((sentence) => sentence.includes(`${host}-`));

/** Something comes before it in its chain, and all it needs is there. */
export function isMergeable(link: ChainLink, chains: readonly Chain[]): boolean {
  const links = chains.flatMap((chain) => chain.links);
  const chain = chains.find((one) => one.links.includes(link));
  const needed = links.filter(({ id }) => link.needs.includes(id));
  const before = chain?.links.indexOf(link) ?? 0;
  return (link.kind !== 'full' || before > 0) && link.state === 'ok' && needed.length === link.needs.length && needed.every(({ state }) => state === 'ok');
}

/** `greenhouse-2026-11-21T14-02-00.blb`: no character any file system refuses. */
export function fileNameOf(title: string, time: string): string {
  const clean = title.replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]/gu, '_').replace(/^\.+/, '').trim() || 'board';
  return `${clean}-${time.replace(/[.+].*$|Z$/, '').replaceAll(':', '-')}.blb`;
}
