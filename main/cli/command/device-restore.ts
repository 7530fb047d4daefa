/** `holdfast device restore`, `clone` and `rollback`: files onto a board, all or nothing. */
import { Option, type Command } from 'commander';
import type { Existing } from '../../../preload/contract/device-spec.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { addRunOptions, agreedReach, reachOf, RUN_PATIENCE, type Reach, type ReachOptions } from '../parse/device-options.ts';
import { collect } from '../parse/lists.ts';
import { deviceJson, tellDevicePreview, tellDeviceRestore } from '../show/device-lines.ts';
import { RESTORE_VOICE, summaryLine } from '../show/run-json.ts';

interface WritingOptions extends ReachOptions {
  include?: string[];
  exclude?: string[];
  map?: string[];
  overwrite: 'always' | 'backup' | 'never';
  verify: boolean;
  times?: boolean;
  dryRun?: boolean;
  stopOnError?: boolean;
  yes?: boolean;
}

const EXISTING: Readonly<Record<WritingOptions['overwrite'], Existing>> = { always: 'overwrite', backup: 'backup', never: 'skip' };
const PORT = ['<port>', 'path of a port, or the id or name of a known board'] as const;

const addWritingOptions = (command: Command): Command =>
  addRunOptions(command)
    .option('-i, --include <glob>', 'only what matches; may be given several times', collect)
    .option('-e, --exclude <glob>', 'leave out what matches; may be given several times', collect)
    .option('--map <from=to>', 'restore what is at one absolute path to another; may be given several times', collect)
    .addOption(new Option('--overwrite <mode>', 'what becomes of files that are there with other content; "backup" keeps them as NAME.bak').choices(Object.keys(EXISTING)).default('always'))
    .option('--no-verify', 'do not hash on the board, at the end, what was written')
    .option('--times', "give files their times, by setting the board's clock")
    .option('-n, --dry-run', 'write nothing, say what would be')
    .option('--stop-on-error', 'the first file that fails ends the restore, and takes it back')
    .option('--yes', 'do not ask before files are replaced or deleted');

export const deviceRestore = defineCommand<[port: string, snap: string], WritingOptions & { delete?: boolean }>({
  description:
    'Brings a board back to a snapshot, or parts of it. It is all or nothing: cut off by a fault, Ctrl-C or the plug, the board gets back what it held ' +
    'before, at once or when it is plugged in again. What would be replaced or deleted is shown first and asked about; without a terminal it needs --yes.',
  arguments: [PORT, ['<snap>', "the snapshot; \"latest\" is this board's newest; with :/sub/path only that directory"]],
  options: (command) => void addWritingOptions(command).option('--delete', 'delete what the snapshot does not have, in the directories that are restored'),
  examples: [
    ['device restore greenhouse latest --delete', 'exactly as it was at the last backup'],
    ['device restore /dev/ttyACM0 1a2b3c4d -r nas --include "/lib/**" --overwrite backup', 'one directory, keeping what it replaces'],
  ],
  async run(cli, [port, snapshot], options) {
    const { device } = await cli.client();
    const reach = await agreedReach(cli, reachOf(port, options, RUN_PATIENCE));
    const spec = { ...common(reach, options), destination: cli.destination, snapshot, delete: options.delete ?? false, items: cli.verbosity > 1 };
    return perform(cli, options, () => device.restore.preview(spec, { signal: cli.signal }), (token) => device.restore.start({ ...spec, token }, { signal: cli.interrupts.signal }));
  },
});

export const deviceClone = defineCommand<[from: string, to: string], WritingOptions & { keep?: boolean }>({
  description: 'Makes one board hold what another holds: both are asked to be plugged in. Nothing is changed on the first; what only the second has is deleted, unless --keep is given.',
  arguments: [['<from>', 'the board that is read: a port, an id or a name'], ['<to>', 'the board that is written']],
  options: (command) => void addWritingOptions(command).option('--keep', 'keep what only the second board has'),
  examples: [
    ['device clone greenhouse /dev/ttyACM1', 'a second one like it'],
    ['device clone /dev/ttyACM0 /dev/ttyACM1 --exclude "secrets.py" --keep --dry-run', 'look first'],
  ],
  async run(cli, [from, to], options) {
    const { device } = await cli.client();
    const reach = await agreedReach(cli, reachOf(to, options, RUN_PATIENCE));
    const spec = { ...common(reach, options), from: reachOf(from, options).device, delete: options.keep !== true, items: cli.verbosity > 1 };
    return perform(cli, options, () => device.clone.preview(spec, { signal: cli.signal }), (token) => device.clone.start({ ...spec, token }, { signal: cli.interrupts.signal }));
  },
});

export const deviceRollback = defineCommand<[port: string], ReachOptions>({
  description: 'Takes back a restore that was cut off, so that the board holds what it held before. The next backup or restore of the board does so, too.',
  arguments: [PORT],
  options: (command) => void addRunOptions(command),
  examples: [
    ['device rollback greenhouse', 'after a power cut'],
    ['device rollback /dev/ttyACM0 --interrupt --json', 'from a script'],
  ],
  async run(cli, [port], options) {
    const { device } = await cli.client();
    const { runId } = await device.rollback(await agreedReach(cli, reachOf(port, options, RUN_PATIENCE)), { signal: cli.interrupts.signal });
    return finish(cli, runId);
  },
});

const common = (reach: Reach, options: WritingOptions) => ({
  ...reach, afterwards: options.restart === true ? 'restart' as const : 'as-found' as const, includes: options.include ?? [], excludes: options.exclude ?? [], map: (options.map ?? []).map(mappingOf),
  existing: EXISTING[options.overwrite], verify: options.verify, times: options.times ?? false, dryRun: options.dryRun ?? false, stopOnError: options.stopOnError ?? false,
});

function mappingOf(text: string): { from: string; to: string } {
  const [, from, to] = /^(\/[^=]*)=(\/.*)$/s.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return { from, to };
  throw new Fault('invalid', `--map cannot be "${text}".`, { advice: 'Write it as FROM=TO, both absolute paths: --map /lib=/old/lib.' });
}

type Preview = Parameters<typeof tellDevicePreview>[1];

/** Looks, asks where something would be lost, and does what was shown. */
async function perform(cli: Cli, options: WritingOptions, preview: () => Promise<Preview>, start: (token: string | undefined) => Promise<{ runId: string }>): Promise<ExitCode> {
  if (options.dryRun === true || options.yes === true) return finish(cli, (await start(undefined)).runId);
  if (!cli.output.json) cli.output.note('Looking at what this would change …');
  const found = await preview();
  const { counts, token } = found;
  if ((counts.replace ?? 0) + (counts.delete ?? 0) > 0) {
    cli.requireConsent('This restore would replace or delete files on the board', options.yes);
    tellDevicePreview(cli.output, found);
    if (!(await cli.agrees('Go ahead?'))) {
      cli.output.note('Nothing was changed.');
      return EXIT.cancelled;
    }
  }
  return finish(cli, (await start(token)).runId);
}

async function finish(cli: Cli, runId: string): Promise<ExitCode> {
  const run = await followRun(cli, runId, RESTORE_VOICE);
  if (cli.output.json) cli.output.object(summaryLine(run, { ...deviceJson(run), run_id: runId }));
  else if (!cli.output.quiet) tellDeviceRestore(cli.output, run);
  tellTroubles(cli, run);
  return exitOf(run);
}
