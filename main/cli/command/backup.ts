/** `holdfast backup`: folders into one or more destinations. */
import { Command, Option } from 'commander';
import type { z } from 'zod';
import type { LinkKind } from '../../../preload/contract/archive.ts';
import type { BackupSpec } from '../../../preload/contract/plan.ts';
import type { Speed } from '../../../preload/contract/speed.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { addExcludeOptions, excludesOf, type ExcludeOptions } from '../parse/excludes.ts';
import { collect, expandPaths, readLines, readRawItems, readVerbatimLines, splitCommas } from '../parse/lists.ts';
import { parseReadConcurrency, speedOption } from '../parse/speed.ts';
import { parseTime } from '../parse/time.ts';
import { backupJson, tellBackup, tellFirstBackup } from '../show/backup-report.ts';
import { BACKUP_VOICE, summaryLine } from '../show/run-json.ts';
import { runPlan } from './plan-run.ts';

interface Options extends ExcludeOptions {
  plan?: string;
  to?: string[];
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
  speed?: Speed;
  readConcurrency?: string;
  type?: LinkKind;
}

export const backup = defineCommand<[paths: string[]], Options>({
  description:
    'Saves folders and files as a new snapshot. Only what changed since the last one is read and stored. The first backup without a destination ' +
    'makes the default vault and a password for it, and says where they are. In a mirror a snapshot is a plain folder, in which what did not change is hard-linked.',
  arguments: [['[path...]', 'what to save']],
  options: (command) => void addOptions(command),
  examples: [
    ['backup ~/Documents ~/Pictures', 'into the default vault'],
    ['backup ~/Documents --to /media/drive/vault --to nas', 'into two destinations, one after the other'],
    ['backup / --one-file-system --exclude-caches --exclude "*.tmp"', 'a whole system, without what is not worth keeping'],
    ['backup --plan documents', 'what the plan "documents" says'],
    ['backup ~/Documents --dry-run -vv', 'show what would be saved, file by file'],
  ],
  async run(cli, [paths], options) {
    if (options.plan !== undefined) return runPlan(cli, planOnly(cli, paths, options, options.plan), { dryRun: options.dryRun === true });
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

function addOptions(command: Command): Command {
  return addExcludeOptions(command.option('--to <dest>', 'where to; may be given several times, -r counts too', collect))
    .option('--plan <name>', 'run a plan of the settings; takes no paths, and of the options only --dry-run')
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
    .addOption(speedOption())
    .option('--read-concurrency <n>', 'read so many files at once; a zip and a blb take one at a time (default: one a processor core, up to a few)')
    .addOption(new Option('--type <kind>', 'of archives: everything, what changed since the last one, or since the last full one; other formats need no kinds').choices(['full', 'incremental', 'differential'] satisfies LinkKind[]));
}

/** A plan has its own paths and rules: what is said beside it would be ignored. @throws Fault `invalid`. */
function planOnly(cli: Cli, paths: readonly string[], options: Options, name: string): string {
  const mine = addOptions(new Command()).options.map((option) => option.attributeName());
  const others = mine.filter((option) => option !== 'plan' && option !== 'dryRun' && option in options);
  if (paths.length === 0 && cli.destination === undefined && others.length === 0) return name;
  throw new Fault('invalid', 'With --plan, what to save and where to is up to the plan: paths and other options cannot be given.', {
    advice: `Leave them out, or change the plan with "holdfast plan edit".`,
  });
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
    type: options.type,
    items: cli.verbosity > 1,
    speed: options.speed,
    readConcurrency: options.readConcurrency === undefined ? undefined : parseReadConcurrency(options.readConcurrency),
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
