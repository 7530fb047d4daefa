/** `holdfast repair chain`: broken archives made whole from another destination, after a preview and a yes. */
import type { Command } from 'commander';
import type { ChainRepairPlan } from '../../../preload/contract/archive.ts';
import { shortId } from '../../base/ids.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { counted, shown, took, when } from '../show/quantity.ts';
import { PLAIN_VOICE, summaryLine } from '../show/run-json.ts';

interface Options {
  from: string;
  dryRun?: boolean;
  yes?: boolean;
  otherPasswordFile?: string;
  otherPasswordCommand?: string;
}

export const repairChain = defineCommand<[], Options>({
  description:
    'Makes broken chains of archives whole from another destination that holds backups of the same board or machine: a vault, a mirror, other archives. ' +
    'All archives are read; what cannot be read is looked for there by its content, in whatever snapshot. Each broken snapshot is written anew as a full ' +
    'archive and read back before the broken one goes. What would be done is shown first and asked about; without a terminal it needs --yes.',
  arguments: [],
  options: (command: Command) => void command
    .requiredOption('--from <dest>', 'the destination that has what is missing')
    .option('-n, --dry-run', 'change nothing, say what would be')
    .option('--yes', 'do not ask')
    .option('--other-password-file <file>', 'file with the password of that destination, where it has another one')
    .option('--other-password-command <command>', 'program that prints it'),
  examples: [
    ['repair chain -r /media/stick/boards --from nas --dry-run', 'see what can be made whole'],
    ['repair chain -r /media/stick/boards --from nas --yes', 'from a script'],
  ],
  async run(cli, _none, { from, dryRun = false, yes = false, otherPasswordFile, otherPasswordCommand }) {
    if (!dryRun) cli.requireConsent('Repairing replaces the broken archives', yes);
    const { destination } = await cli.client({ otherPasswordFile, otherPasswordCommand });
    const { token, plan } = await destination.repairChainPreview({ destination: cli.destination, from }, { signal: cli.interrupts.signal });
    const { output } = cli;
    const count = plan.rebuilt.length + plan.repointed.length + plan.copied.length;
    if (output.json && (dryRun || count === 0)) output.object({ message_type: 'summary', ...plan, dry_run: dryRun, snapshots: [], outcome: 'succeeded' });
    else if (!output.json && (!output.quiet || dryRun)) output.lines(planLines(plan, dryRun));
    if (dryRun || count === 0) return plan.lost.length > 0 ? EXIT.failed : EXIT.ok;
    if (!yes && !(await cli.agrees(`Make ${counted(count, 'snapshot')} whole?`))) {
      output.note('Nothing was repaired.');
      return EXIT.cancelled;
    }
    return apply(cli, token, plan);
  },
});

function planLines({ rebuilt, repointed, copied, lost }: ChainRepairPlan, dryRun: boolean): string[] {
  const would = dryRun ? 'would be' : 'is to be';
  if (rebuilt.length + repointed.length + copied.length + lost.length === 0) return ['All archives are whole: nothing to repair.'];
  return [
    ...rebuilt.map(({ snapshot, time, name }) => `${shortId(snapshot)}  ${when(time ?? '')}  ${shown(name)} ${would} written anew as a full archive`),
    ...repointed.map(({ snapshot, time, name }) => `${shortId(snapshot)}  ${when(time ?? '')}  ${shown(name)} ${would} whole again by that`),
    ...copied.map(({ name, from, time }) => `${shortId(from)}  ${when(time)}  ${would} copied in place of ${shown(name)}, which is gone`),
    ...lost.map(({ snapshot, name }) => `${shortId(snapshot)}  ${shown(name)} stays broken: what it lacks is not there, either`),
    ...(dryRun ? ['Nothing was changed.'] : []),
  ];
}

async function apply(cli: Cli, token: string, plan: ChainRepairPlan): Promise<ExitCode> {
  const { destination } = await cli.client();
  const { runId } = await destination.repairChain({ destination: cli.destination, token }, { signal: cli.interrupts.signal });
  const run = await followRun(cli, runId, PLAIN_VOICE);
  const result = run.results.find((found) => found.kind === 'repair');
  if (cli.output.json) cli.output.object(summaryLine(run, { ...plan, dry_run: false, snapshots: result?.snapshots ?? [] }));
  else if (result !== undefined && !cli.output.quiet) {
    cli.output.lines(result.snapshots.map(({ from, to }) => `${shortId(from)}  is now ${to === null ? 'gone' : shortId(to)}`));
    cli.output.line(`Repaired, took ${took(run.elapsedSeconds)}. "holdfast check --read-data" tells whether all is sound now.`);
  }
  tellTroubles(cli, run);
  return exitOf(run);
}
