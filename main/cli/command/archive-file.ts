/** `holdfast export` and `import`: a snapshot as one archive, an archive as a snapshot. */
import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { ArchiveFileFormat } from '../../../preload/contract/archive-file.ts';
import { Fault, toFault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { collect, splitCommas } from '../parse/lists.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { shown, size, took } from '../show/quantity.ts';
import { PLAIN_VOICE, summaryLine } from '../show/run-json.ts';

interface ExportOptions extends FilterOptions {
  format?: ArchiveFileFormat;
  include?: string[];
  exclude?: string[];
}

export const exportCommand = defineCommand<[snap: string, file: string], ExportOptions>({
  description:
    'Writes a snapshot of any format as one archive that other programs read: .tar, .tar.gz, .tar.zst, .zip or .blb. With "-" as the file, a tar goes to the ' +
    'output. A file that is there is never written over, and an export that fails leaves none.',
  arguments: [
    ['<snap>', 'id of the snapshot, the beginning of one, or "latest"'],
    ['<file>', 'the archive to make'],
  ],
  options(command: Command) {
    addFilterOptions(command)
      .addOption(new Option('--format <format>', 'kind of archive, where the ending does not say it').choices(ArchiveFileFormat.options))
      .option('-i, --include <pattern>', 'only what fits; may be given several times', collect)
      .option('-e, --exclude <pattern>', 'without what fits; may be given several times', collect);
  },
  examples: [
    ['export latest photos.tar.zst', 'the newest snapshot, in one file'],
    ['export latest letters.zip --include "*.odt"', 'a part of it, for everybody'],
    ['export latest - | tar -tv', 'for another program'],
  ],
  async run(cli, [snap, file], { format, include = [], exclude = [], ...filter }) {
    if (file === '-' && cli.output.json) throw new Fault('invalid', '--json and an archive cannot both go to the output.', { advice: 'Name a file, or leave --json out.' });
    const { snapshot } = await cli.client();
    const { runId } = await snapshot.export({ destination: cli.destination, snapshot: snap, filter: filterOf(filter, []), file, format, includes: include, excludes: exclude }, { signal: cli.interrupts.signal });
    return told(cli, runId, file !== '-', (from, to, bytes, time) => `Snapshot ${shortId(from)} exported to ${shown(to)}: ${size(bytes)}, took ${time}.`);
  },
});

interface ImportOptions {
  to?: string;
  time?: string;
  host?: string;
  tag?: string[];
  path?: string;
  archivePasswordFile?: string;
}

export const importCommand = defineCommand<[file: string], ImportOptions>({
  description:
    'Takes a tar, zip or blb, whoever made it, into a destination of any format as a snapshot. Archives of Holdfast keep their paths, host and time; others ' +
    'come below a directory of their own name, with the time of their file.',
  arguments: [['<file>', 'the archive, or its first volume']],
  options: (command) =>
    void command
      .option('--to <dest>', 'the destination; default: as without it')
      .option('--time <time>', 'time of the snapshot: 2026-11-21T14:02:00')
      .option('-H, --host <name>', 'name of the machine it is said to be of')
      .option('--tag <tags>', 'tags: a,b', collect)
      .option('--path <path>', 'where its entries lie in the snapshot')
      .option('--archive-password-file <file>', 'file with the passphrase or secret key of an encrypted archive'),
  examples: [
    ['import old-laptop.tar.gz', 'into the default destination'],
    ['import photos.zip --to drive --host camera --path /photos', 'with more said of it'],
  ],
  async run(cli, [file], { to, time, host, tag, path, archivePasswordFile }) {
    const secret = archivePasswordFile === undefined ? undefined : secretIn(cli.path(archivePasswordFile));
    const { snapshot } = await cli.client();
    const { runId } = await snapshot.import({ file, to: to ?? cli.destination, time, host, path, secret, tags: splitCommas(tag) }, { signal: cli.interrupts.signal });
    return told(cli, runId, true, (from, id, bytes, seconds) => `${shown(from)} imported as snapshot ${shortId(id)}: ${size(bytes)}, took ${seconds}.`);
  },
});

function secretIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw toFault(error, `The file ${path} named by --archive-password-file cannot be read`);
  }
}

/** @param speaks false: the output is for the archive. */
async function told(cli: Cli, runId: string, speaks: boolean, line: (from: string, to: string, bytes: number, time: string) => string): Promise<ExitCode> {
  const run = await followRun(cli, runId, PLAIN_VOICE);
  const result = run.results.find((found) => found.kind === 'copy');
  if (cli.output.json && speaks) cli.output.object(summaryLine(run, { copied: result?.copied ?? [], bytes_copied: result?.bytes ?? 0 }));
  else if (speaks && !cli.output.quiet) for (const { from, to } of result?.copied ?? []) cli.output.line(line(from, to, result?.bytes ?? 0, took(run.elapsedSeconds)));
  tellTroubles(cli, run);
  return exitOf(run);
}
