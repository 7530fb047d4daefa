/** `holdfast device backup`: a board's files as a snapshot of its own. */
import { Option } from 'commander';
import { DeviceBackupType } from '../../../preload/contract/device-spec.ts';
import { Fault } from '../../base/fault.ts';
import { defineCommand } from '../command.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { addRunOptions, agreedReach, reachOf, RUN_PATIENCE, type ReachOptions } from '../parse/device-options.ts';
import { collect, splitCommas } from '../parse/lists.ts';
import { backupJson, tellBackup } from '../show/backup-report.ts';
import { shown } from '../show/quantity.ts';
import { BACKUP_VOICE, summaryLine } from '../show/run-json.ts';

interface Options extends ReachOptions {
  to?: string;
  type: DeviceBackupType;
  path?: string[];
  include?: string[];
  exclude?: string[];
  tag?: string[];
  dryRun?: boolean;
  skipIfUnchanged?: boolean;
}

export const deviceBackup = defineCommand<[port: string], Options>({
  description:
    'Saves the whole file system of a board, every mount of it. Files that have not changed, by their hash on the board, are not transferred again. ' +
    'A program that runs is interrupted only with --interrupt, or when you say yes; it is started again afterwards.',
  arguments: [['<port>', 'path of a port, or the id or name of a known board']],
  options: (command) => void addRunOptions(command)
    .option('--to <dest>', 'where to, -r counts too; unless said otherwise, as the board is protected, else the destination for boards in the state folder')
    .addOption(new Option('--type <type>', 'full: everything; incremental: what changed since the last backup; differential: since the last full one').choices(DeviceBackupType.options).default('auto'))
    .option('--path <path>', 'only this path on the board; may be given several times; this and the next two: unless said otherwise as the board is protected', collect)
    .option('-i, --include <glob>', 'only what matches; may be given several times', collect)
    .option('-e, --exclude <glob>', 'leave out what matches; may be given several times', collect)
    .option('--tag <tags>', 'tags of the snapshot: a,b', collect)
    .option('-n, --dry-run', 'store nothing, say what would be')
    .option('--skip-if-unchanged', 'make no snapshot when nothing changed'),
  examples: [
    ['device backup /dev/ttyACM0', 'all of the board, into the destination for boards'],
    ['device backup greenhouse --to nas --exclude "*.log" --interrupt', 'a known board, elsewhere, whatever it is doing'],
  ],
  async run(cli, [port], options) {
    const { output, interrupts, verbosity } = cli;
    if (options.to !== undefined && cli.destination !== undefined) throw new Fault('invalid', '--to and -r both name a destination.', { advice: 'Leave one of them out.' });
    const { device } = await cli.client();
    const reach = await agreedReach(cli, reachOf(port, options, RUN_PATIENCE));
    const { runId, created } = await device.backup({
      ...reach, afterwards: options.restart === true ? 'restart' : 'as-found', destination: options.to ?? cli.destination, type: options.type, paths: options.path, includes: options.include,
      excludes: options.exclude, tags: splitCommas(options.tag), dryRun: options.dryRun ?? false, skipIfUnchanged: options.skipIfUnchanged ?? false, items: verbosity > 1,
    }, { signal: interrupts.signal });
    const run = await followRun(cli, runId, BACKUP_VOICE);
    if (output.json) output.object(summaryLine(run, backupJson(run)));
    else if (!output.quiet) tellBackup(output, run);
    tellTroubles(cli, run);
    if (created !== null && !output.json && !output.quiet && run.results.length > 0) {
      output.lines(['', `This was the first backup of a board, so a destination was made for boards: ${shown(created.address)}`, 'It holds one zip (.blb) a backup, which every program opens: nothing in it is encrypted.']);
    }
    return exitOf(run);
  },
});
