/** `holdfast plan run`, and `backup --plan`. */
import type { Speed } from '../../../preload/contract/speed.ts';
import { defineCommand } from '../command.ts';
import type { Cli } from '../cli.ts';
import type { ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { backupJson, tellBackup, tellTidied, tidiedJson } from '../show/backup-report.ts';
import { speedOption } from '../parse/speed.ts';
import { BACKUP_VOICE, summaryLine } from '../show/run-json.ts';
import { findPlan } from './plan.ts';

interface Options {
  dryRun?: boolean;
  speed?: Speed;
}

export const planRun = defineCommand<[name: string], Options>({
  description:
    'Backs up what a plan says, to each of its destinations in turn. Then its --keep rules are applied to the snapshots of this plan and this machine, ' +
    'and the space of those that went is freed.',
  arguments: [['<name>', 'name or id of the plan']],
  options: (command) => void command.option('-n, --dry-run', 'store and remove nothing, say what would be stored').addOption(speedOption()),
  examples: [
    ['plan run documents', 'now'],
    ['plan run documents --json', 'from a script'],
  ],
  run: (cli, [name], { dryRun = false, speed }) => runPlan(cli, name, { dryRun, speed }),
});

export async function runPlan(cli: Cli, name: string, { dryRun, speed }: { dryRun: boolean; speed?: Speed | undefined }): Promise<ExitCode> {
  const { plan: { id } } = await findPlan(cli, name);
  const { plan } = await cli.client();
  const { runId } = await plan.run({ plan: id, dryRun, speed, items: cli.verbosity > 1 }, { signal: cli.interrupts.signal });
  const run = await followRun(cli, runId, BACKUP_VOICE);
  if (cli.output.json) cli.output.object(summaryLine(run, { ...backupJson(run), ...tidiedJson(run), plan: id }));
  else if (!cli.output.quiet) {
    tellBackup(cli.output, run);
    tellTidied(cli.output, run);
  }
  tellTroubles(cli, run);
  return exitOf(run);
}
