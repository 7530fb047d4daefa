/** A snapshot as an archive, and an archive as a snapshot. */
import { resolve } from 'node:path';
import type { ExportSpec } from '../../preload/contract/archive-file.ts';
import { Fault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { exportSnapshot } from '../engine/export.ts';
import { importArchive } from '../engine/import.ts';
import { openArchive } from '../store/archive/container/open-archive.ts';
import type { Compression, ContainerKind } from '../store/archive/container/container.ts';
import { PROGRAM_VERSION } from './context.ts';
import { os } from './implementer.ts';
import { presentSnapshot } from './snapshot-place.ts';

/** Endings, longest first. */
const ENDINGS: readonly [ending: string, container: ContainerKind, compression: Compression][] = [
  ['.tar.gz', 'tar', 'gzip'], ['.tar.zst', 'tar', 'zstd'], ['.tar', 'tar', 'none'], ['.tgz', 'tar', 'gzip'], ['.tzst', 'tar', 'zstd'], ['.zip', 'zip', 'gzip'], ['.blb', 'blb', 'gzip'],
];

export const exporting = os.snapshot.export.handler(async ({ input, context: { context, destinations } }) => {
  const { cwd, host } = context.options;
  const toOutput = input.file === '-';
  const form = formOf(input);
  if (toOutput && host !== 'cli') throw new Fault('invalid', 'Only a command line has an output to write to.', { advice: 'Name a file.' });
  if (toOutput && form.container !== 'tar') throw new Fault('invalid', `A ${form.container} cannot be written to the output.`, { advice: 'Use --format tar, tar.gz or tar.zst, or name a file.' });
  const file = toOutput ? null : resolve(cwd, input.file);
  const runId = context.runner.start({
    kind: 'copy', destination: file ?? '-', subject: `from ${destinations.address(input.destination)}`,
    perform: async (call) => destinations.withStore(input.destination, call, async (store) => {
      const { snapshot, path } = await presentSnapshot(store, input.snapshot, input.filter, call);
      if (path !== '/') throw new Fault('invalid', `"${input.snapshot}" names a part of a snapshot.`, { advice: 'Name the snapshot, and the part with --include.' });
      const bytes = await exportSnapshot(store, snapshot, { file, ...form, includes: input.includes, excludes: input.excludes }, { holder: context.holder(), programVersion: PROGRAM_VERSION }, call);
      context.audited('snapshot export', snapshot.id, { destination: store.address, file: file ?? '-' });
      return { results: [{ kind: 'copy' as const, copied: [{ from: snapshot.id, to: file ?? '-' }], skipped: [], blobs: 0, bytes }] };
    }),
  });
  return { runId };
});

/** By its ending, unless it is said. @throws Fault `invalid`. */
function formOf({ file, format }: Pick<ExportSpec, 'file' | 'format'>): { container: ContainerKind; compression: Compression } {
  const name = format === undefined ? (file === '-' ? '.tar' : file.toLowerCase()) : `.${format}`;
  const found = ENDINGS.find(([ending]) => name.endsWith(ending));
  if (found === undefined) throw new Fault('invalid', `"${file}" does not say which kind of archive it is to be.`, { context: { path: file }, advice: 'End it in .tar, .tar.gz, .tar.zst, .zip or .blb, or say so with --format.' });
  return { container: found[1], compression: found[2] };
}

export const importing = os.snapshot.import.handler(async ({ input, context: { context, destinations } }) => {
  const file = resolve(context.options.cwd, input.file);
  const time = input.time === undefined ? undefined : new Date(input.time);
  if (time !== undefined && Number.isNaN(time.getTime())) throw new Fault('invalid', `"${input.time}" is no time.`, { advice: 'Write it as 2026-11-21T14:02:00 or "2026-11-21 14:02:00".' });
  if (input.path?.startsWith('/') === false) throw new Fault('invalid', `"${input.path}" is not an absolute path.`, { advice: 'Begin it with a slash.' });
  const runId = context.runner.start({
    kind: 'copy', destination: destinations.address(input.to), subject: `from ${file}`,
    perform: async (call) => {
      const opened = await openArchive(file, input.secret ?? null, call);
      try {
        return await destinations.withStore(input.to, call, async (store) => {
          const { snapshot, bytes, blobs } = await importArchive(opened, { ...identity(), file, time, host: input.host, tags: input.tags, path: input.path }, store, call);
          context.audited('snapshot import', snapshot.id, { destination: store.address, file });
          return { results: [{ kind: 'copy' as const, copied: [{ from: file, to: snapshot.id }], skipped: [], blobs, bytes }] };
        });
      } finally {
        await opened.close();
      }
    },
  });
  return { runId };
});
