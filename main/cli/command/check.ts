/** `holdfast check`: reads a destination and verifies that it is sound. */
import type { ResultOf } from '../../../preload/contract/run.ts';
import { Fault } from '../../base/fault.ts';
import { shortId } from '../../base/ids.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles, type FinishedRun } from '../follow-run.ts';
import type { Cli } from '../cli.ts';
import { count, counted, shown, size, took } from '../show/quantity.ts';
import { PLAIN_VOICE, summaryLine } from '../show/run-json.ts';

interface Options {
  readData?: boolean;
  readDataSubset?: string;
}

type CheckResult = ResultOf<'check'>;
type Finding = CheckResult['errors'][number];

/** Files named for each error; the rest is counted. */
const MOST_NAMED = 5;

export const check = defineCommand<[], Options>({
  description:
    'Verifies that every snapshot can be read: index, folders, and that every piece of every file is there. With --read-data all that is stored is ' +
    'read back too, and every checksum compared. Of a mirror: that every file is there, has its size and time, and with --read-data its checksum. Changes nothing.',
  options: (command) =>
    void command
      .option('--read-data', 'read everything that is stored')
      .option('--read-data-subset <subset>', 'read a part: 2/5 (the second fifth), 10 %, 500M'),
  examples: [
    ['check', 'the structure, in seconds'],
    ['check --read-data', 'everything; takes as long as reading the destination'],
    ['check -r nas --read-data-subset 1/7', 'a seventh: another one each day of the week'],
  ],
  async run(cli, _, options) {
    const readData = readDataOf(options);
    const { verify } = await cli.client();
    const { runId } = await verify.start({ destination: cli.destination, readData }, { signal: cli.interrupts.signal });
    const run = await followRun(cli, runId, PLAIN_VOICE);
    const result = run.results.find((found) => found.kind === 'check');
    if (cli.output.json) tellJson(cli, run, result);
    else if (result !== undefined) tellCheck(cli, run, result);
    const code = result !== undefined && result.errors.length > 0 && run.outcome !== 'cancelled' ? EXIT.failed : exitOf(run);
    tellTroubles(cli, run, code);
    return code;
  },
});

function readDataOf({ readData, readDataSubset }: Options): string {
  if (readData === true && readDataSubset !== undefined)
    throw new Fault('invalid', '--read-data and --read-data-subset cannot be used together.', { advice: 'Leave one of them out.' });
  return readData === true ? 'all' : (readDataSubset?.replace(/\s+/g, '') ?? 'none');
}

function tellJson({ output }: Cli, run: FinishedRun, result: CheckResult | undefined): void {
  for (const { message, kind, affected, affectedCount } of result?.errors ?? [])
    output.noteObject({ message_type: 'error', message, kind, affected, affected_count: affectedCount });
  output.object(summaryLine(run, result === undefined ? { num_errors: 1 } : fieldsOf(result)));
}

const fieldsOf = (result: CheckResult): object => ({
  num_errors: result.errors.length,
  broken_packs: result.brokenPacks,
  suggest_repair_index: result.suggestRepairIndex,
  suggest_prune: result.suggestPrune,
  errors: result.errors.map(({ affectedCount, ...error }) => ({ ...error, affected_count: affectedCount })),
  notes: result.notes,
  snapshots: result.snapshots,
  trees: result.trees,
  data_blobs: result.dataBlobs,
  packs: result.packs,
  packs_read: result.packsRead,
  ...(result.format === 'vault' ? {} : { files: result.files, files_read: result.filesRead }),
  bytes_read: result.bytesRead,
});

function tellCheck({ output, verbosity }: Cli, { elapsedSeconds, outcome }: FinishedRun, result: CheckResult): void {
  for (const error of result.errors) tellFinding(output, error, verbosity > 0);
  for (const note of result.notes) if (!output.quiet) output.note(`Note: ${note}`);
  if (output.quiet || outcome === 'cancelled') return;
  const inside = result.format === 'vault' ? counted(result.packs, 'pack') : counted(result.files, 'file');
  const looked = `${counted(result.snapshots, 'snapshot')}, ${counted(result.trees, 'folder')}, ${inside}`;
  const read = readOf(result);
  if (result.errors.length === 0) output.line(`${output.paint('safe', '✓ Sound.', 'answer')} ${looked}; ${read}. Took ${took(elapsedSeconds)}.`);
  else
    output.line(
      `${output.paint('failed', `✕ ${counted(result.errors.length, 'error')}.`, 'answer')} ${looked}; ${read}. Took ${took(elapsedSeconds)}.`,
    );
  for (const line of nextSteps(result)) output.line(line);
}

function readOf({ format, packs, packsRead, filesRead, bytesRead }: CheckResult): string {
  if (packsRead + filesRead === 0) return 'contents not read (--read-data reads them)';
  if (format === 'mirror') return `every content once: ${counted(filesRead, 'file')} read, ${size(bytesRead)}`;
  return `${count(packsRead)} of ${counted(packs, format === 'vault' ? 'pack' : 'archive')} read, ${size(bytesRead)}`;
}

function tellFinding(output: Cli['output'], { message, affected, affectedCount }: Finding, all: boolean): void {
  output.note(`${output.paint('failed', '✕')} ${shown(message)}`);
  const named = all ? affected : affected.slice(0, MOST_NAMED);
  for (const { snapshot, path } of named) output.note(`    ${shortId(snapshot)}  ${shown(path)}`);
  if (affectedCount > named.length)
    output.note(
      `    ${named.length === 0 ? '' : '… and '}${counted(affectedCount - named.length, named.length === 0 ? 'file' : 'more', named.length === 0 ? 'files' : 'more')}${all ? '' : '; -v lists them'}`,
    );
}

function nextSteps({ format, errors, brokenPacks, suggestRepairIndex, suggestPrune }: CheckResult): string[] {
  const steps: string[] = [];
  if (format !== 'vault') return errors.length === 0 ? [] : ['A new backup stores again what is still there; what is named above can be had from snapshots that are not named.'];
  if (suggestRepairIndex) steps.push('"holdfast repair index" rebuilds the index from what is stored.');
  if (errors.some(({ kind }) => kind === 'pack'))
    steps.push(
      `"holdfast repair packs ${brokenPacks.slice(0, MOST_NAMED).map(shortId).join(' ')}${brokenPacks.length > MOST_NAMED ? ' …' : ''}" saves what is whole in the damaged packs and takes them out of use.`,
    );
  if (errors.some(({ affectedCount }) => affectedCount > 0))
    steps.push(
      'A new backup stores again what is still there; "holdfast repair snapshots" then makes the damaged snapshots readable, without what is lost.',
    );
  if (suggestPrune) steps.push('"holdfast prune" clears away what no snapshot needs.');
  return steps;
}
