/** `holdfast plan run`, `backup --plan`, and its two phases alone: `collect` and `transfer`. */
import type { Command } from 'commander';
import type { Speed } from '../../../preload/contract/speed.ts';
import { defineCommand } from '../command.ts';
import type { Cli } from '../cli.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles, type FinishedRun } from '../follow-run.ts';
import { backupJson, tellBackup, tellTidied, tidiedJson } from '../show/backup-report.ts';
import { speedOption } from '../parse/speed.ts';
import { BACKUP_VOICE, PLAIN_VOICE, summaryLine } from '../show/run-json.ts';
import { phasesJson, tellTransfers } from '../show/transfer-report.ts';
import { findPlan } from './plan.ts';

interface Options {
  dryRun?: boolean;
  speed?: Speed;
  unattended?: boolean;
}

const runOptions = (command: Command): void =>
  void command
    .option('-n, --dry-run', 'store and remove nothing, say what would be stored')
    .option('--unattended', 'nobody waits for it: with the speed normal, behind all other programs; for schedules')
    .addOption(speedOption());

export const planRun = defineCommand<[name: string], Options>({
  description:
    'Backs up what a plan says, to each of its destinations in turn. Then its --keep rules are applied to the snapshots of this plan and this machine, ' +
    'and the space of those that went is freed. Last, what is due is carried on to where the plan transfers to; a place that is away is passed over.',
  arguments: [['<name>', 'name or id of the plan']],
  options: (command) => runOptions(command),
  examples: [
    ['plan run documents', 'now'],
    ['plan run documents --json', 'from a script'],
    ['plan run documents --unattended', 'from a schedule: other programs come first'],
  ],
  run: (cli, [name], options) => runPlan(cli, name, options),
});

export const collect = defineCommand<[name: string], Options>({
  description: 'Phase one of a plan: backs up what it says, to the destinations it backs up to directly, and applies its --keep rules there. Nothing is transferred.',
  arguments: [['<plan>', 'name or id of the plan']],
  options: (command) => runOptions(command),
  examples: [
    ['collect documents', 'now'],
    ['collect documents --json', 'from a script'],
  ],
  run: (cli, [name], options) => runPlan(cli, name, { ...options, collectOnly: true }),
});

interface TransferOptions {
  to?: string;
  due?: boolean;
}

export const transfer = defineCommand<[name: string], TransferOptions>({
  description:
    'Phase two of a plan: carries its newest snapshots from one of its destinations on to another, without reading what is backed up again, and reads back ' +
    'what was written. A destination that is away is passed over: that is no failure.',
  arguments: [['<plan>', 'name or id of the plan']],
  options: (command) =>
    void command
      .option('--to <dest>', 'only to this destination')
      .option('--due', 'only what is due by the plan'),
  examples: [
    ['transfer documents', 'to all destinations it transfers to, due or not'],
    ['transfer documents --to drive', 'to one of them'],
  ],
  async run(cli, [name], { to, due = false }) {
    const { plan: { id } } = await findPlan(cli, name);
    const { plan } = await cli.client();
    const { runId } = await plan.transfer({ plan: id, dueOnly: due, ...(to === undefined ? {} : { only: to }) }, { signal: cli.interrupts.signal });
    return tellRun(cli, await followRun(cli, runId, PLAIN_VOICE), id);
  },
});

export async function runPlan(cli: Cli, name: string, { dryRun = false, unattended = false, speed, collectOnly = false }: Options & { collectOnly?: boolean }): Promise<ExitCode> {
  const { plan: { id } } = await findPlan(cli, name);
  const { plan } = await cli.client();
  const { runId } = await plan.run({ plan: id, dryRun, speed, unattended, collectOnly, items: cli.verbosity > 1 }, { signal: cli.interrupts.signal });
  return tellRun(cli, await followRun(cli, runId, BACKUP_VOICE), id);
}

function tellRun(cli: Cli, run: FinishedRun, plan: string): ExitCode {
  if (cli.output.json) cli.output.object(summaryLine(run, { ...backupJson(run), ...tidiedJson(run), ...phasesJson(run), plan }));
  else if (!cli.output.quiet) {
    tellBackup(cli.output, run);
    tellTransfers(cli.output, run);
    tellTidied(cli.output, run);
  }
  tellTroubles(cli, run.outcome === 'skipped' ? { ...run, fault: null } : run); // said with the transfer
  return exitOf(run);
}
