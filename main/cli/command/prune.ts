/** `holdfast prune`: frees what no snapshot needs, after a preview and a yes. */
import type { Command } from 'commander';
import type { PruneResult } from '../../../preload/contract/run.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { pruneJson, pruneLines } from '../show/prune-report.ts';
import { size, took } from '../show/quantity.ts';
import { PLAIN_VOICE, summaryLine } from '../show/run-json.ts';

export interface PruneOptions {
  maxUnused?: string;
  maxRepackSize?: string;
  dryRun?: boolean;
  yes?: boolean;
}

export const addPruneOptions = (command: Command): Command =>
  command
    .option('--max-unused <limit>', 'unused data that may stay: 5%, 500M, or "unlimited" (default: 5%)')
    .option('--max-repack-size <size>', 'rewrite at most this much');

export const prune = defineCommand<[], PruneOptions>({
  description:
    'Frees the space of data that no snapshot needs any more. What goes is shown first and asked about; without a terminal it needs --yes. ' +
    'Snapshots and their files are never touched.',
  options: (command) => void addPruneOptions(command).option('-n, --dry-run', 'remove nothing, say what would be').option('--yes', 'do not ask'),
  examples: [
    ['prune --dry-run', 'see how much would be freed'],
    ['prune --yes', 'from a script'],
    ['prune --max-unused unlimited', 'quick: only what needs no rewriting'],
  ],
  async run(cli, _, options) {
    if (options.dryRun !== true) cli.requireConsent('Pruning removes data for good', options.yes);
    return pruneNow(cli, options);
  },
});

/** Preview, yes, and away with it. */
export async function pruneNow(cli: Cli, { maxUnused, maxRepackSize, dryRun = false, yes = false }: PruneOptions): Promise<ExitCode> {
  const client = await cli.client();
  const { destination, output } = cli;
  const { token, plan } = await client.destination.prunePreview({ destination, maxUnused, maxRepackSize }, { signal: cli.interrupts.signal });
  const isFreeing = plan.remove.packs + plan.repack.packs + plan.unindexed.packs > 0;
  if (dryRun || (!isFreeing && plan.deadLocks === 0)) {
    if (output.json) output.object({ message_type: 'summary', ...pruneJson(plan), dry_run: dryRun, outcome: 'succeeded' });
    else if (!output.quiet || dryRun) output.lines(pruneLines(plan, dryRun));
    return EXIT.ok;
  }
  if (!output.json && !output.quiet) output.lines(pruneLines(plan, false));
  if (isFreeing && !yes && !(await cli.agrees(`Free about ${size(freedBy(plan))}?`))) {
    output.note('Nothing was removed.');
    return EXIT.cancelled;
  }
  return apply(cli, token);
}

async function apply(cli: Cli, token: string): Promise<ExitCode> {
  const client = await cli.client();
  const { runId } = await client.destination.prune({ destination: cli.destination, token }, { signal: cli.interrupts.signal });
  const run = await followRun(cli, runId, PLAIN_VOICE);
  const result = run.results.find((found) => found.kind === 'prune');
  if (cli.output.json) cli.output.object(summaryLine(run, result === undefined ? {} : pruneJson(result)));
  else if (result !== undefined && !cli.output.quiet)
    cli.output.line(`About ${size(freedBy(result))} freed, took ${took(run.elapsedSeconds)}. ${size(result.remaining.bytes)} stays.`);
  tellTroubles(cli, run);
  return exitOf(run);
}

/** Bytes, before what is rewritten takes its place again. */
const freedBy = ({ used, duplicate, unused, unindexed, remaining }: PruneResult): number =>
  Math.max(0, used.bytes + duplicate.bytes + unused.bytes + unindexed.bytes - remaining.bytes);
