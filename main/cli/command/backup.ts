/** `holdfast backup`: folders into one or more destinations. */
import type { Command } from 'commander';
import type { z } from 'zod';
import type { BackupSpec } from '../../../preload/contract/plan.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { collect, expandPaths, readLines, readRawItems, readVerbatimLines, splitCommas } from '../parse/lists.ts';
import { parseRate, parseSize } from '../parse/size.ts';
import { parseTime } from '../parse/time.ts';
import { backupJson, tellBackup, tellFirstBackup } from '../show/backup-report.ts';
import { BACKUP_VOICE, summaryLine } from '../show/run-json.ts';

interface Options {
  to?: string[];
  exclude?: string[];
  iexclude?: string[];
  excludeFile?: string[];
  iexcludeFile?: string[];
  excludeCaches?: boolean;
  excludeIfPresent?: string[];
  excludeLargerThan?: string;
  oneFileSystem?: boolean;
  filesFrom?: string[];
  filesFromVerbatim?: string[];
  filesFromRaw?: string[];
  tag?: string[];
  host?: string;
  time?: string;
  parent?: string;
  force?: boolean;
  dryRun?: boolean;
  skipIfUnchanged?: boolean;
  limitUpload?: string;
  limitDownload?: string;
}

export const backup = defineCommand<[paths: string[]], Options>({
  description:
    'Saves folders and files as a new snapshot. Only what changed since the last one is read and stored. The first backup without a destination ' +
    'makes the default vault and a password for it, and says where they are.',
  arguments: [['[path...]', 'what to save']],
  options: addOptions,
  examples: [
    ['backup ~/Documents ~/Pictures', 'into the default vault'],
    ['backup ~/Documents --to /media/drive/vault --to nas', 'into two destinations, one after the other'],
    ['backup / --one-file-system --exclude-caches --exclude "*.tmp"', 'a whole system, without what is not worth keeping'],
    ['backup ~/Documents --dry-run -vv', 'show what would be saved, file by file'],
  ],
  async run(cli, [paths], options) {
    const spec = specOf(cli, paths, options);
    const { plan } = await cli.client();
    const { runId, created } = await plan.run(spec, { signal: cli.interrupts.signal });
    const run = await followRun(cli, runId, BACKUP_VOICE);
    if (cli.output.json) cli.output.object(summaryLine(run, backupJson(run)));
    else if (!cli.output.quiet) tellBackup(cli.output, run);
    tellTroubles(cli, run);
    if (created !== null && !cli.output.json && !cli.output.quiet && run.results.length > 0) tellFirstBackup(cli.output, created);
    return exitOf(run);
  },
});

function addOptions(command: Command): void {
  command
    .option('--to <dest>', 'where to; may be given several times, -r counts too', collect)
    .option('-e, --exclude <glob>', 'leave out what matches; a leading "!" takes back', collect)
    .option('--iexclude <glob>', 'the same, upper and lower case alike', collect)
    .option('--exclude-file <file>', 'read such patterns from a file', collect)
    .option('--iexclude-file <file>', 'the same, upper and lower case alike', collect)
    .option('--exclude-caches', 'leave out folders marked with a CACHEDIR.TAG')
    .option('--exclude-if-present <name[:header]>', 'leave out folders that hold such a file', collect)
    .option('--exclude-larger-than <size>', 'leave out larger files: 500k, 10M, 1.5G')
    .option('-x, --one-file-system', 'stay on the file system each path is on')
    .option('--files-from <file>', 'read paths from a file, one a line, wildcards allowed; "-" is standard input', collect)
    .option('--files-from-verbatim <file>', 'the same, lines taken as they are', collect)
    .option('--files-from-raw <file>', 'the same, each ended by a NUL byte', collect)
    .option('--tag <tags>', 'tags of the snapshot: a,b', collect)
    .option('-H, --host <name>', "name of the machine, in place of this one's")
    .option('--time <time>', 'time of the snapshot, in place of now')
    .option('--parent <snap>', 'compare with this snapshot, in place of the newest of the same paths')
    .option('-f, --force', 'read every file again')
    .option('-n, --dry-run', 'store nothing, say what would be')
    .option('--skip-if-unchanged', 'make no snapshot when nothing changed')
    .option('--limit-upload <rate>', 'bytes a second at most: 500k, 2MB/s')
    .option('--limit-download <rate>', 'bytes a second at most: 500k, 2MB/s');
}

/** @throws Fault `invalid` for what cannot be used, before anything is opened. */
function specOf(cli: Cli, paths: readonly string[], options: Options): z.input<typeof BackupSpec> {
  const { repo } = cli.options;
  return {
    source: { kind: 'folder', paths: allPaths(cli, paths, options), excludes: excludesOf(cli, options) },
    destinations: [...(repo === undefined ? [] : [repo]), ...(options.to ?? [])],
    tags: splitCommas(options.tag),
    host: options.host,
    time: options.time === undefined ? undefined : parseTime(options.time, '--time'),
    parent: options.parent,
    force: options.force ?? false,
    dryRun: options.dryRun ?? false,
    skipIfUnchanged: options.skipIfUnchanged ?? false,
    items: cli.verbosity > 1,
    limitUpload: options.limitUpload === undefined ? undefined : parseRate(options.limitUpload, '--limit-upload'),
    limitDownload: options.limitDownload === undefined ? undefined : parseRate(options.limitDownload, '--limit-download'),
  };
}

function allPaths(cli: Cli, paths: readonly string[], { filesFrom = [], filesFromVerbatim = [], filesFromRaw = [] }: Options): string[] {
  const file = (path: string): string => (path === '-' ? path : cli.path(path));
  const all = [
    ...paths.map((path) => cli.path(path)),
    ...filesFrom.flatMap((path) => expandPaths(readLines(file(path)), cli.host.cwd)),
    ...filesFromVerbatim.flatMap((path) => readVerbatimLines(file(path))).map((path) => cli.path(path)),
    ...filesFromRaw.flatMap((path) => readRawItems(file(path))).map((path) => cli.path(path)),
  ];
  if (all.length > 0) return Array.from(new Set(all));
  throw new Fault('invalid', 'There is nothing to back up: no path was given.', {
    advice: 'Name the folders to save, as in "holdfast backup ~/Documents".',
  });
}

function excludesOf(cli: Cli, options: Options): z.input<typeof BackupSpec>['source']['excludes'] {
  return {
    patterns: options.exclude ?? [],
    patternsIgnoreCase: [...(options.iexclude ?? []), ...(options.iexcludeFile ?? []).flatMap((path) => readLines(cli.path(path)))],
    files: (options.excludeFile ?? []).map((path) => cli.path(path)),
    caches: options.excludeCaches ?? false,
    ifPresent: options.excludeIfPresent ?? [],
    oneFileSystem: options.oneFileSystem ?? false,
    largerThan: options.excludeLargerThan === undefined ? null : parseSize(options.excludeLargerThan, '--exclude-larger-than'),
  };
}
