/** Puts a store in order: what runs that were cut off left goes, links nobody needs go, every link has its mark. */
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Call } from '../../../base/call.ts';
import { Fault } from '../../../base/fault.ts';
import { syncFolder } from '../../../storage/local/durable.ts';
import { unneeded } from '../chain/chain.ts';
import type { ArchiveFolder } from '../folder.ts';
import { belongsTo, linkOfFile, PARTIAL } from '../layout.ts';
import type { Link } from '../manifest/link.ts';
import type { Sidecars } from '../sidecars.ts';

/** To be looked for before looking who else is at work: what is there then and belongs to nobody at work is nobody's. */
export interface Rubbish {
  /** Links that were being written or removed, by id: their names. */
  making: Map<string, string>;
  /** Files with passing names. */
  partial: string[];
}

export async function findRubbish(folder: ArchiveFolder, call: Call): Promise<Rubbish> {
  const making = new Map(Array.from(await folder.marks('making', call), ([id, { name }]) => [id, name] as const));
  const partial = readdirSync(folder.root).filter((file) => file.endsWith(PARTIAL) && linkOfFile(file) !== null);
  return { making, partial };
}

/** A link with a sidecar is whole, whatever mark is still there. */
export async function removeRubbish(folder: ArchiveFolder, sidecars: Sidecars, { making, partial }: Rubbish, call: Call): Promise<void> {
  for (const file of partial) await rm(join(folder.root, file), { force: true });
  const whole = new Set(sidecars.names());
  for (const [id, name] of making) {
    call.signal.throwIfAborted();
    if (!whole.has(name)) await removeFiles(folder.root, name);
    await folder.remove('making', id, call);
  }
}

/**
 * Removes links that stand for no listed snapshot and hold nothing of one. As long as a sidecar cannot be read, none: what it names may need any of them.
 * @param replaced names of links that need nothing any more, whether their sidecars can be read or not.
 * @returns those removed.
 */
export async function removeUnneeded(folder: ArchiveFolder, sidecars: Sidecars, call: Call, replaced: ReadonlySet<string> = new Set()): Promise<Link[]> {
  const { heads, unreadable } = await sidecars.all(call);
  if (unreadable.some(({ name }) => !replaced.has(name))) return [];
  const links = heads.map(({ link }) => link);
  const marks = await folder.marks('links', call);
  const listed = new Set(links.filter(({ id }) => marks.get(id)?.forgotten !== true).map(({ id }) => id));
  const going = unneeded(links, listed);
  for (const { id, name, chain } of going) {
    call.signal.throwIfAborted();
    await folder.mark('making', id, { name, chain, forgotten: true }, call); // from here on its files are rubbish, once its sidecar is gone
    await sidecars.remove(name);
    await removeFiles(folder.root, name);
    await folder.remove('making', id, call);
  }
  await dropMarks(folder, links.filter((link) => !going.includes(link)), call);
  return going;
}

/** A forgotten link is remembered as long as another one names it: else it would be missed. Links without a mark get theirs. */
async function dropMarks(folder: ArchiveFolder, links: readonly Link[], call: Call): Promise<void> {
  const named = new Set(links.flatMap(({ id, parent, chain, needs }) => [id, parent, chain, ...needs]));
  const marks = await folder.marks('links', call);
  for (const [id, { forgotten }] of marks) if (forgotten && !named.has(id)) await folder.remove('links', id, call);
  for (const { id, name, chain } of links) if (!marks.has(id)) await folder.mark('links', id, { name, chain, forgotten: false }, call);
}

/** Links that are gone, files and sidecar, and hold nothing of what is left, are missed no more. Each is reported: its snapshot is lost. As long as a sidecar cannot be read, nobody knows what it needs. */
export async function forgetLost(folder: ArchiveFolder, sidecars: Sidecars, call: Call): Promise<void> {
  const { heads, unreadable } = await sidecars.all(call);
  if (unreadable.length > 0) return;
  const [whole, needed] = [new Set(sidecars.names()), new Set(heads.flatMap(({ link }) => link.needs))];
  for (const [id, { name, forgotten }] of await folder.marks('links', call)) {
    if (forgotten || whole.has(name) || needed.has(id)) continue;
    await folder.remove('links', id, call);
    call.report({ item: name, during: 'forget', severity: 'note', fault: new Fault('missing', `The archive ${name} was missing, and nothing else needs it: its snapshot is lost, and is missed no more.`) });
  }
}

/** Its archive, volumes and all; not its sidecar's mark. */
export async function removeFiles(root: string, name: string): Promise<void> {
  for (const file of readdirSync(root)) if (belongsTo(file, name)) await rm(join(root, file), { force: true });
  await syncFolder(root);
}
