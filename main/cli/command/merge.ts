/** `holdfast merge`: a chain of archives becomes one full archive, after a preview and a yes. */
import type { MergePlan } from '../../../preload/contract/archive.ts';
import { shortId } from '../../base/ids.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitOf, followRun, tellTroubles } from '../follow-run.ts';
import { counted, shown, size, took } from '../show/quantity.ts';
import { PLAIN_VOICE, summaryLine } from '../show/run-json.ts';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
}

export const merge = defineCommand<[snap: string], Options>({
  description:
    'Folds a chain of archives, up to a snapshot, into one new full archive that holds what that snapshot holds. The new one is read back and compared ' +
    'before anything is removed; snapshots before it in the chain go, later ones stay and are built on it. What goes is shown first and asked about; ' +
    'without a terminal it needs --yes.',
  arguments: [['<snap>', 'id, beginning of an id, or latest']],
  options: (command) => void command.option('-n, --dry-run', 'change nothing, say what would be').option('--yes', 'do not ask'),
  examples: [
    ['merge latest -r /media/stick/archives --dry-run', 'see what would become one'],
    ['merge 1a2b3c4d -r /media/stick/archives --yes', 'from a script'],
  ],
  async run(cli, [snap], { dryRun = false, yes = false }) {
    const { snapshot } = await cli.client();
    const { destination, output } = cli;
    const { token, plan } = await snapshot.mergePreview({ destination, snapshot: snap }, { signal: cli.interrupts.signal });
    if (!dryRun) cli.requireConsent('Merging removes the snapshots before it', yes); // asked for only where there is something to merge
    if (output.json && dryRun) output.object({ message_type: 'summary', ...plan, dry_run: true, outcome: 'succeeded' });
    else if (!output.json && (!output.quiet || dryRun)) output.lines(planLines(plan, dryRun));
    if (dryRun) return EXIT.ok;
    if (!yes && !(await cli.agrees(`Merge ${counted(plan.folded.length, 'archive')} into one?`))) {
      output.note('Nothing was merged.');
      return EXIT.cancelled;
    }
    return apply(cli, token);
  },
});

async function apply(cli: Cli, token: string): Promise<ExitCode> {
  const { snapshot } = await cli.client();
  const { runId } = await snapshot.merge({ destination: cli.destination, token }, { signal: cli.interrupts.signal });
  const run = await followRun(cli, runId, PLAIN_VOICE);
  const result = run.results.find((found) => found.kind === 'merge');
  if (cli.output.json) cli.output.object(summaryLine(run, result ?? {}));
  else if (result !== undefined && !cli.output.quiet)
    cli.output.line(`${counted(result.folded.length, 'archive')} merged into snapshot ${shortId(result.snapshotId)} (${size(result.bytes)}), ${size(result.freed)} freed, took ${took(run.elapsedSeconds)}.`);
  tellTroubles(cli, run);
  return exitOf(run);
}

function planLines({ snapshot, folded, forgotten, rewritten, freed }: MergePlan, dryRun: boolean): string[] {
  const older = forgotten.filter((id) => id !== snapshot.id);
  return [
    `${dryRun ? 'These would become' : 'These become'} one full archive, of snapshot ${shortId(snapshot.id)}:`,
    ...folded.map((name) => `  ${shown(name)}`),
    ...(older.length === 0 ? [] : [`Snapshots that go: ${older.map(shortId).join(', ')}`]),
    ...(rewritten.length === 0 ? [] : [`Later snapshots that are built on it: ${rewritten.map(shortId).join(', ')}`]),
    `${size(freed.bytes)} of archives ${dryRun ? 'would go' : 'go'} in return for the new one.`,
    ...freed.kept.map(({ name, neededBy }) => `Stays, because ${neededBy.map(shortId).join(', ')} need${neededBy.length === 1 ? 's' : ''} it: ${shown(name)}`),
  ];
}
