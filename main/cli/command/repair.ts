/** `holdfast repair index`, `repair packs` and `repair snapshots`: mending what `check` found. */
import type { Command } from 'commander';
import type { ResultOf } from '../../../preload/contract/run.ts';
import { shortId } from '../../base/ids.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles, type FinishedRun } from '../follow-run.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { counted, shown, took } from '../show/quantity.ts';
import { PLAIN_VOICE, summaryLine } from '../show/run-json.ts';

interface IndexOptions {
  readAllPacks?: boolean;
  dryRun?: boolean;
}

interface SnapshotsOptions extends FilterOptions {
  forget?: boolean;
  dryRun?: boolean;
  yes?: boolean;
}

export const repairIndex = defineCommand<[], IndexOptions>({
  description: 'Rebuilds the index from what is stored. No file content is touched.',
  options: (command) =>
    void command
      .option('--read-all-packs', 'trust nothing in the old index, read every pack')
      .option('-n, --dry-run', 'change nothing, say what would be'),
  examples: [
    ['repair index --dry-run', 'see what is missing'],
    ['repair index', 'mend it'],
  ],
  async run(cli, _, { readAllPacks = false, dryRun = false }) {
    return finish(cli, await repair(cli, { what: 'index', readAllPacks, dryRun }));
  },
});

export const repairPacks = defineCommand<[packs: string[]], { yes?: boolean }>({
  description:
    'Takes packs that "holdfast check --read-data" found damaged out of use: what is whole in them is stored anew, what is lost is no longer listed as ' +
    'stored, so that the next backup stores it again where it is still there. The damaged packs are removed: without a terminal that needs --yes.',
  arguments: [['<pack...>', 'ids of packs, or their beginnings, as check names them']],
  options: (command) => void command.option('--yes', 'do not ask'),
  examples: [
    ['repair packs 5c2f1a90', 'one that check named'],
    ['repair packs 5c2f1a90 77aa01c3 --yes', 'two, from a script'],
  ],
  async run(cli, [packs], { yes }) {
    cli.requireConsent('Repairing packs removes the damaged ones', yes, 'or look first with "holdfast check --read-data"');
    if (
      yes !== true &&
      !(await cli.agrees(`Save what is whole in ${counted(packs.length, 'pack')} and remove ${packs.length === 1 ? 'it' : 'them'}?`))
    )
      return EXIT.cancelled;
    return finish(cli, await repair(cli, { what: 'packs', packs }));
  },
});

export const repairSnapshots = defineCommand<[ids: string[]], SnapshotsOptions>({
  description:
    'Writes damaged snapshots anew, without the parts that are lost; such files are shortened or left out, and tagged so. The damaged ones stay, ' +
    'unless --forget removes them: that is shown first and asked about; without a terminal it needs --yes. Run "holdfast repair index" first, ' +
    'and a new backup, which may bring lost pieces back.',
  arguments: [['[snap...]', 'only these']],
  options(command: Command) {
    addFilterOptions(command)
      .option('--forget', 'remove the damaged ones once they are written anew')
      .option('-n, --dry-run', 'change nothing, say what would be')
      .option('--yes', 'do not ask');
  },
  examples: [
    ['repair snapshots --dry-run', 'see which are damaged'],
    ['repair snapshots --forget', 'mend them, and remove the damaged ones'],
  ],
  async run(cli, [ids], options) {
    const { forget = false, dryRun = false, yes } = options;
    const request = { what: 'snapshots' as const, forget, filter: filterOf(options, ids) };
    if (forget && !dryRun) {
      cli.requireConsent('Repairing with --forget removes the damaged snapshots', yes);
      if (yes !== true) {
        const preview = await repair(cli, { ...request, dryRun: true });
        const code = finish(cli, preview);
        if (code !== EXIT.ok && code !== EXIT.warned) return code;
        const damaged = resultOf(preview)?.snapshots.length ?? 0;
        if (damaged === 0) return code;
        if (!(await cli.agrees(`Write ${counted(damaged, 'snapshot')} anew and remove the damaged ${damaged === 1 ? 'one' : 'ones'}?`)))
          return EXIT.cancelled;
      }
    }
    return finish(cli, await repair(cli, { ...request, dryRun }));
  },
});

type Request = Parameters<Awaited<ReturnType<Cli['client']>>['destination']['repair']>[0];

async function repair(cli: Cli, request: Request): Promise<FinishedRun> {
  const { destination } = await cli.client();
  const { runId } = await destination.repair({ ...request, destination: cli.destination }, { signal: cli.interrupts.signal });
  return followRun(cli, runId, PLAIN_VOICE);
}

const resultOf = ({ results }: FinishedRun): ResultOf<'repair'> | undefined => results.find((result) => result.kind === 'repair');

function finish(cli: Cli, run: FinishedRun): ExitCode {
  const result = resultOf(run);
  if (cli.output.json)
    cli.output.object(summaryLine(run, result === undefined ? {} : { dry_run: result.dryRun, changes: result.changes, snapshots: result.snapshots }));
  else if (result !== undefined && !cli.output.quiet) cli.output.lines(linesOf(result, run.elapsedSeconds, cli.verbosity > 0));
  tellTroubles(cli, run);
  return exitOf(run);
}

/** Changes named; the rest is counted. */
const MOST_NAMED = 20;

function linesOf({ dryRun, changes, snapshots }: ResultOf<'repair'>, seconds: number, all: boolean): string[] {
  if (changes.length === 0 && snapshots.length === 0) return [`Nothing to repair. Took ${took(seconds)}.`];
  const named = all ? changes : changes.slice(0, MOST_NAMED);
  const more = changes.length - named.length;
  return [
    ...named.map(shown),
    ...(more > 0 ? [`… and ${counted(more, 'more change')}; -v lists them`] : []),
    ...snapshots.map(({ from, to }) => `${shortId(from)}  ${fateOf(to, dryRun)}`),
    dryRun ? 'Nothing was changed.' : `Repaired, took ${took(seconds)}. "holdfast check" tells whether all is sound now.`,
  ];
}

function fateOf(to: string | null, dryRun: boolean): string {
  if (dryRun) return 'would be written anew, as far as it can be read';
  return to === null ? 'nothing of it can be read' : `written anew as ${shortId(to)}`;
}
