/** `holdfast restore`: files of a snapshot back to a folder, or to where they came from. */
import { Option, type Command } from 'commander';
import type { z } from 'zod';
import { OverwriteMode, type RestoreSpec } from '../../../preload/contract/restore.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { collect } from '../parse/lists.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { restoreJson, restoreResult, tellPreview, tellRestore, tellUndo, tellUndone } from '../show/restore-report.ts';
import { RESTORE_VOICE, summaryLine } from '../show/run-json.ts';

interface Options extends FilterOptions {
  into?: string;
  target?: string;
  inPlace?: boolean;
  include?: string[];
  exclude?: string[];
  map?: string[];
  overwrite: OverwriteMode;
  keepExisting?: boolean;
  verify?: boolean;
  dryRun?: boolean;
  delete?: boolean;
  stopOnError?: boolean;
  yes?: boolean;
  undo?: string;
}

type Spec = z.input<typeof RestoreSpec>;

export const restore = defineCommand<[snap: string | undefined], Options>({
  description:
    'Brings files back: into a folder of your choice, or in place, to where they came from. What would replace or delete files in place is shown ' +
    'first and asked about; without a terminal it needs --yes. A restore with --keep-existing can be undone.',
  arguments: [['[snap]', 'the snapshot; with :/sub/path only that folder, without its own name']],
  options: addOptions,
  examples: [
    ['restore latest --into ~/back', 'everything, beside what is there'],
    ['restore latest:/home/anna/Documents --into ~/back --include "*.ods"', 'some files of one folder'],
    ['restore 1a2b3c4d --in-place --overwrite if-changed --keep-existing', 'back to where it was; what is replaced is kept under another name'],
    ['restore --undo 0198a6c2-…', 'the files that restore kept under another name, back in their places; its id was told at its end'],
    ['restore latest --into /mnt/new --map /home/anna=/mnt/new/home/berta --verify', 'to another place, then compared with the snapshot'],
  ],
  async run(cli, [snap], options) {
    if (options.undo !== undefined) return undo(cli, options.undo, snap);
    if (snap === undefined) throw new Fault('invalid', '"holdfast restore" needs a SNAP, or --undo RUN.', { advice: '"holdfast restore --help" shows what it takes.' });
    const spec = specOf(cli, snap, options);
    if (needsYes(spec)) {
      cli.requireConsent(spec.delete === true ? 'This restore may delete files' : 'This restore may replace files in place', options.yes);
      if (options.yes !== true && !(await agreed(cli, spec))) return EXIT.cancelled;
    }
    return perform(cli, spec);
  },
});

function addOptions(command: Command): void {
  addFilterOptions(command, { when: ', for "latest"' })
    .option('--into <dir>', 'restore into this folder')
    .option('-t, --target <dir>', "the same, in restic's words")
    .option('--in-place', 'restore to where it came from')
    .option('-i, --include <glob>', 'only what matches; may be given several times', collect)
    .option('-e, --exclude <glob>', 'leave out what matches; may be given several times', collect)
    .option('--map <from=to>', 'restore what is at one absolute path to another; may be given several times', collect)
    .addOption(new Option('--overwrite <mode>', 'when to replace what is there already').choices(OverwriteMode.options).default('always'))
    .option('--keep-existing', 'rename what would be replaced, in place of replacing it')
    .option('--verify', 'compare every restored file with the snapshot')
    .option('-n, --dry-run', 'write nothing, say what would be')
    .option('--delete', 'delete what the snapshot does not have, in the folders that are restored')
    .option('--stop-on-error', 'end at the first file that cannot be restored')
    .option('--yes', 'do not ask before files in place are replaced or deleted')
    .addOption(new Option('--undo <run>', 'put back what this restore kept aside; what was changed since is kept, too').conflicts(NOT_WITH_UNDO));
}

const NOT_WITH_UNDO = ['into', 'target', 'inPlace', 'include', 'exclude', 'map', 'keepExisting', 'verify', 'dryRun', 'delete'];

function specOf(cli: Cli, snapshot: string, options: Options): Spec {
  const { inPlace = false, overwrite, keepExisting = false } = options;
  const into = options.into ?? options.target;
  if (into === undefined && !inPlace) {
    throw new Fault('invalid', 'It is not said where to restore to.', {
      advice: 'Add --into DIR for a folder of your choice, or --in-place for where the files came from.',
    });
  }
  if (into !== undefined && inPlace)
    throw new Fault('invalid', '--into and --in-place cannot be used together.', { advice: 'Leave one of them out.' });
  return {
    destination: cli.destination,
    snapshot,
    filter: filterOf(options),
    into: into === undefined ? null : cli.path(into),
    includes: options.include ?? [],
    excludes: options.exclude ?? [],
    map: (options.map ?? []).map((text) => mappingOf(cli, text)),
    overwrite,
    keepExisting,
    delete: options.delete ?? false,
    verify: options.verify ?? false,
    dryRun: options.dryRun ?? false,
    stopOnError: options.stopOnError ?? false,
    items: cli.verbosity > 1,
  };
}

function mappingOf(cli: Cli, text: string): { from: string; to: string } {
  const [, from, to] = /^(\/[^=]*)=(.+)$/s.exec(text) ?? [];
  if (from !== undefined && to !== undefined) return { from, to: cli.path(to) };
  throw new Fault('invalid', `--map cannot be "${text}".`, { advice: 'Write it as FROM=TO, both absolute paths: --map /home/anna=/home/berta.' });
}

/** Whether files that are there now may be lost. */
const needsYes = ({ dryRun, delete: deletes, into, overwrite, keepExisting }: Spec): boolean =>
  dryRun !== true && (deletes === true || (into === null && overwrite !== 'never' && keepExisting !== true));

/** Shows what would be lost and asks; nothing lost needs no question. */
async function agreed(cli: Cli, spec: Spec): Promise<boolean> {
  const { restore: client } = await cli.client();
  cli.output.note('Looking at what this would change …');
  const { runId } = await client.start({ ...spec, dryRun: true, verify: false, items: true }, { signal: cli.interrupts.signal });
  const lost: string[] = [];
  const run = await followRun(cli, runId, RESTORE_VOICE, ({ action, path }) => {
    if (action === 'replaced' || action === 'deleted') lost.push(`${action === 'deleted' ? 'delete ' : 'replace'}  ${placeOf(spec, path)}`);
  });
  const result = restoreResult(run);
  if (result === undefined || run.outcome === 'cancelled' || run.outcome === 'failed') {
    tellTroubles(cli, run);
    return false;
  }
  if (result.replaced + result.deleted === 0) return true;
  tellPreview(cli.output, result, lost);
  if (await cli.agrees('Go ahead?')) return true;
  cli.output.note('Nothing was changed.');
  return false;
}

/** Where an entry goes, as people know it. */
const placeOf = ({ into }: Spec, path: string): string => (path.startsWith('/') ? path : `${into ?? ''}/${path}`);

async function perform(cli: Cli, spec: Spec): Promise<ExitCode> {
  const { restore: client } = await cli.client();
  const { runId } = await client.start(spec, { signal: cli.interrupts.signal });
  const run = await followRun(cli, runId, RESTORE_VOICE, (item) => {
    if (cli.output.json) cli.output.object(RESTORE_VOICE.item(item));
    else cli.output.line(`${item.action.padEnd(9)} ${placeOf(spec, item.path)}`);
  });
  if (cli.output.json) cli.output.object(summaryLine(run, { ...restoreJson(run), run_id: runId }));
  else if (!cli.output.quiet) tellRestore(cli.output, run);
  if (!cli.output.json) tellUndo(cli.output, run, runId, spec.keepExisting === true);
  tellTroubles(cli, run);
  return exitOf(run);
}

async function undo(cli: Cli, undone: string, snap: string | undefined): Promise<ExitCode> {
  if (snap !== undefined) throw new Fault('invalid', '--undo takes no snapshot.', { advice: 'Leave it out: the run says which files it kept.' });
  const { restore: client } = await cli.client();
  const { runId } = await client.undo({ runId: undone }, { signal: cli.interrupts.signal });
  const run = await followRun(cli, runId, RESTORE_VOICE, cli.verbosity > 1 ? undefined : () => undefined);
  if (cli.output.json) cli.output.object(summaryLine(run, { ...restoreJson(run), run_id: runId, undone_run_id: undone }));
  else if (!cli.output.quiet) tellUndone(cli.output, run);
  tellTroubles(cli, run);
  return exitOf(run);
}
