/** Looks at every link of a store without reading it whole: which are missing, out of order, cut off, altered, foreign. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Call } from '../../../base/call.ts';
import type { Fault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import type { Mark } from '../folder.ts';
import { linkOfFile, PARTIAL, SIDECAR } from '../layout.ts';
import type { Link, LinkFile } from '../manifest/link.ts';
import type { Head } from '../manifest/sidecar-file.ts';
import type { Found } from '../sidecars.ts';
import { linkInside } from './link-inside.ts';
import { endOfFile, stateOfFile } from './link-state.ts';

export type LinkState = 'ok' | 'missing' | 'damaged';

/** One thing that is wrong with a link. */
export interface LinkFault {
  /** Of the link; null when not even that can be read. */
  id: string | null;
  name: string;
  state: Exclude<LinkState, 'ok'>;
  /** A sentence that names it. */
  message: string;
}

export interface Inspection {
  /** Errors, in the order of links. */
  wrong: LinkFault[];
  /** Worth saying, and no harm to any snapshot. */
  notes: string[];
}

export interface ToInspect {
  root: string;
  found: Found;
  /** What is known of links that were there. */
  marks: ReadonlyMap<string, Mark>;
}

export async function inspect({ root, found, marks }: ToInspect, call: Call): Promise<Inspection> {
  const inspection: Inspection = { wrong: [], notes: [] };
  const links = found.heads.map(({ link }) => link);
  for (const { name, fault } of found.unreadable) inspection.wrong.push({ id: idOf(name, marks), name, state: 'damaged', message: unreadable(fault) });
  for (const { link } of found.foreign) inspection.notes.push(`${link.name} belongs to another archive store (${shortId(link.store)}): it is not listed here, and "holdfast import" takes it over.`);
  inspection.wrong.push(...lostLinks(links, found, marks));
  for (const link of links) inspection.wrong.push(...outOfOrder(link, links), ...(await wrongFiles(root, link, [...found.heads, ...found.foreign], call)));
  inspection.notes.push(...orphans(root, found, marks));
  return inspection;
}

const unreadable = ({ message }: Fault): string => `${message} Its snapshot cannot be listed.`;

const idOf = (name: string, marks: ReadonlyMap<string, Mark>): string | null => Array.from(marks).find(([, mark]) => mark.name === name)?.[0] ?? null;

/** Links that are known or needed, and have no sidecar. */
function lostLinks(links: readonly Link[], { unreadable: bad }: Found, marks: ReadonlyMap<string, Mark>): LinkFault[] {
  const here = new Set(links.map(({ id }) => id));
  const named = new Set(bad.map(({ name }) => name));
  const lost = new Map<string, string>();
  for (const [id, { name, forgotten }] of marks) if (!forgotten && !here.has(id) && !named.has(name)) lost.set(id, name);
  for (const { needs } of links) for (const id of needs) if (!here.has(id) && !named.has(marks.get(id)?.name ?? '')) lost.set(id, marks.get(id)?.name ?? `the archive ${shortId(id)}`);
  return Array.from(lost, ([id, name]) => ({ id, name, state: 'missing' as const, message: `${name} is missing: its sidecar ${name}${SIDECAR} is not there.` }));
}

function outOfOrder(link: Link, links: readonly Link[]): LinkFault[] {
  const wrong = (message: string): LinkFault => ({ id: link.id, name: link.name, state: 'damaged', message });
  const others = links.filter(({ id }) => id === link.parent || link.needs.includes(id));
  return others.flatMap((other) => {
    if (other.chain !== link.chain) return [wrong(`${link.name} is foreign to its chain: it is built on ${other.name}, which is of another.`)];
    if (other.sequence >= link.sequence) return [wrong(`${link.name} is out of order: it is built on ${other.name}, which comes later in the chain.`)];
    return [];
  });
}

async function wrongFiles(root: string, link: Link, heads: readonly Head[], call: Call): Promise<LinkFault[]> {
  const wrong: LinkFault[] = [];
  for (const file of link.files) {
    const state = stateOfFile(root, file);
    if (state === 'missing') wrong.push({ id: link.id, name: link.name, state: 'missing', message: `${file.name} is missing.` });
    else if (state !== 'ok') wrong.push({ id: link.id, name: link.name, state: 'damaged', message: await whatIsIt(root, { link, file, state }, heads, call) });
  }
  return wrong;
}

interface Wrong {
  link: Link;
  file: LinkFile;
  state: 'truncated' | 'altered';
}

/** What lies there in its place. */
async function whatIsIt(root: string, { link, file, state }: Wrong, heads: readonly Head[], call: Call): Promise<string> {
  const end = endOfFile(join(root, file.name));
  const owner = heads.find((head) => head.link.files.some(({ size, tail }) => size === end?.size && tail === end.tail))?.link;
  if (owner !== undefined) return `${file.name} is out of order: it holds what belongs to ${owner.name}.`;
  const stranger = await linkInside(join(root, file.name), call);
  if (stranger !== null && stranger.id !== link.id) return `${file.name} is foreign: it is the archive ${stranger.name}${stranger.store === link.store ? '' : ` of another archive store (${shortId(stranger.store)})`}.`;
  if (state === 'truncated') return `${file.name} is truncated${link.encrypted ? ' or foreign' : ''}: it has ${end?.size ?? 0} of ${file.size} bytes.`;
  return `${file.name} is altered or foreign: it is not the file that was written.`;
}

/** Archives without a sidecar. Those of a link that is known are part of what was said of it. */
function orphans(root: string, { heads, foreign, unreadable: bad }: Found, marks: ReadonlyMap<string, Mark>): string[] {
  const known = new Set([...[...heads, ...foreign].map(({ link }) => link.name), ...bad.map(({ name }) => name), ...Array.from(marks.values(), ({ name }) => name)]);
  const names = readdirSync(root).filter((file) => !file.endsWith(SIDECAR) && !file.endsWith(PARTIAL)).flatMap((file) => linkOfFile(file) ?? []);
  return [...new Set(names)].filter((name) => !known.has(name)).map((name) => `${name} has no sidecar: it is not listed, and "holdfast import" takes it over.`);
}
