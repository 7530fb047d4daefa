/** Chains of archives as lines for people. */
import type { Chain, Chains, ChainLink } from '../../../preload/contract/archive.ts';
import { shortId } from '../../base/ids.ts';
import { counted, shown, size } from './quantity.ts';

export function chainLines({ chains, problems, notes }: Chains): string[] {
  const lines = chains.flatMap((chain) => [...oneChain(chain), '']);
  if (chains.length === 0) lines.push('There is no archive yet. "holdfast backup PATH" makes the first one.');
  return [...lines, ...[...problems, ...notes].map(shown)];
}

function oneChain({ id, links, bytes, linksLeft }: Chain): string[] {
  const due = linksLeft === null ? '' : linksLeft === 0 ? ', the next archive is a full one' : `, ${counted(linksLeft, 'more archive')} until a full one`;
  return [`Chain ${shortId(id)}: ${counted(links.length, 'archive')}, ${size(bytes)}${due}`, ...links.flatMap((link) => oneLink(link, links))];
}

function oneLink({ id, name, kind, needs, files, bytes, state, problems, snapshot }: ChainLink, links: readonly ChainLink[]): string[] {
  const needed = needs.map((need) => shortId(links.find((link) => link.id === need)?.id ?? need));
  const parts = [shortId(id), kind.padEnd('differential'.length), size(bytes).padStart(10), state === 'ok' ? '' : state.toUpperCase(), needed.length === 0 ? '' : `needs ${needed.join(', ')}`, snapshot === null ? 'forgotten, kept for the others' : ''];
  return [`  ${parts.filter((part) => part !== '').join('  ')}`, ...(files.length === 0 ? [name] : files.map((file) => file.name)).map((file) => `            ${shown(file)}`), ...problems.map((problem) => `            ! ${shown(problem)}`)];
}
