/** source: looking at what could be protected, before anything is backed up. */
import { basename, join } from 'node:path';
import type { Landmark } from '../../preload/contract/source-procedures.ts';
import { raceAbort } from '../base/abort.ts';
import { isLinux, isWindows } from '../base/platform.ts';
import { isPseudo, readMounts } from '../drive/mounts.ts';
import { spaceOf } from '../drive/space.ts';
import { fileSystemOf, volumes } from '../drive/volumes.ts';
import { browseFolder } from '../source/folder/browse.ts';
import { excludeSuggestions } from '../source/folder/exclude-suggestions.ts';
import { FolderMeasure } from '../source/folder/measure.ts';
import { realFolder, userFolders } from '../source/folder/user-folders.ts';
import { os } from './implementer.ts';
import type { Services } from './implementer.ts';

export const source = {
  list: os.source.list.handler(async ({ context: services }) => {
    const { home } = services.destinations.around;
    const config = services.context.options.env.xdg.config ?? join(home, '.config');
    const known = userFolders({ home, config, platform: process.platform });
    const downloads = known.find(({ kind }) => kind === 'downloads') ?? null;
    const folders = known.filter((folder) => folder !== downloads).map(unmeasured);
    const homeMark = unmeasured({ kind: 'home', name: basename(home), path: realFolder(home) ?? home });
    return {
      folders: folders.length > 0 ? folders : [homeMark],
      landmarks: [homeMark, ...(downloads === null ? [] : [unmeasured(downloads)]), ...(await disks())],
      excludes: excludeSuggestions(downloads?.path ?? null),
    };
  }),

  browse: os.source.browse.handler(async ({ input, context: { destinations }, signal = new AbortController().signal }) => {
    const { home } = destinations.around;
    return raceAbort(browseFolder(input.path ?? home, home, signal), signal); // a dead network mount answers nobody
  }),

  measure: os.source.measure.handler(async ({ input, context: services, signal }) => measured(input, services, signal)),
};

const unmeasured = (mark: Pick<Landmark, 'kind' | 'name' | 'path'>): Landmark => ({ ...mark, freeBytes: null, totalBytes: null, fileSystem: null });

/** The whole machine, where it has one root, and what is plugged in or mounted. */
async function disks(): Promise<Landmark[]> {
  const root: Landmark[] = isWindows ? [] : [{ kind: 'root', name: '/', path: '/', ...((await spaceOf('/')) ?? { freeBytes: null, totalBytes: null }), fileSystem: fileSystemOf('/') }];
  const mounted = await volumes();
  return [...root, ...mounted.map((volume): Landmark => ({ kind: 'volume', freeBytes: null, totalBytes: null, ...volume }))];
}

/** What cannot be measured at all is said at once, not by the first message. */
async function measured({ source: spec }: { source: ConstructorParameters<typeof FolderMeasure>[0] }, { context }: Services, signal = new AbortController().signal) {
  const pseudo = new Set(isLinux ? readMounts().filter(isPseudo).map(({ path }) => path) : []);
  const measure = new FolderMeasure(spec, { clock: context.clock, pseudo });
  measure.checkPaths();
  return measure.messages(signal);
}
