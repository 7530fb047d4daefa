/** Refuses destinations that must not hold the backups of a source; the default vault in the home folder is left out of them instead. */
import { isAbsolute } from 'node:path';
import type { SourceSpec } from '../../preload/contract/folder-spec.ts';
import { Fault } from '../base/fault.ts';
import { unfitInWords, unfitness } from '../drive/fitness.ts';
import type { FolderSource } from '../source/folder/folder-source.ts';
import { parseAddress } from '../storage/address.ts';
import type { Services } from './implementer.ts';

/** @throws Fault `invalid` with the reason; `offline` when its drive is away. */
export async function refuseUnfit(ref: string | undefined, source: FolderSource | null, { destinations }: Services): Promise<void> {
  const folder = await folderOf(ref, destinations);
  if (folder === null || source?.leavesOut(folder) === true) return;
  const unfit = await unfitness(folder, source?.paths ?? []);
  if (unfit === null) return;
  throw new Fault('invalid', unfitInWords(folder, unfit), {
    context: { path: folder, ...(unfit.source === null ? {} : { source: unfit.source }) },
    advice: unfit.why === 'inside' ? 'Choose a folder elsewhere, best on another drive; or exclude it from the backup.' : 'Choose a folder of its own, best on another drive.',
  });
}

/** Null for what is no folder of this machine. */
async function folderOf(ref: string | undefined, destinations: Services['destinations']): Promise<string | null> {
  const { folder } = await destinations.locate(ref);
  if (folder !== null) return folder;
  const place = parseAddress(destinations.address(ref), destinations.around);
  return place.kind === 'local' ? place.path : null;
}

/** The source without the default vault, where that is in it: most people's lies in their home folder. */
export function withoutOwnVault(spec: SourceSpec, { context: { defaultVault } }: Services): SourceSpec {
  const inside = spec.paths.some((path) => isAbsolute(path) && defaultVault.startsWith(path.endsWith('/') ? path : `${path}/`));
  if (!inside) return spec;
  return { ...spec, excludes: { ...spec.excludes, patterns: [...spec.excludes.patterns, defaultVault.replace(/[\\*?[\]]/g, '\\$&')] } };
}
