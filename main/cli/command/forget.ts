/** `holdfast forget`: removes snapshots, by a policy or by name, after a preview and a yes. */
import type { Command } from 'commander';
import type { GroupBy } from '../../../preload/contract/forget.ts';
import type { RetentionPolicy } from '../../../preload/contract/retention.ts';
import type { SnapshotFilter } from '../../../preload/contract/snapshot-filter.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseGroupBy } from '../parse/choice.ts';
import { addRetentionOptions, policyOf, type RetentionOptions } from '../parse/retention.ts';
import { addFilterOptions, filterOf, type FilterOptions } from '../parse/snapshot-filter.ts';
import { forgetJson, forgetLines, freedLines } from '../show/forget-report.ts';
import { counted, size } from '../show/quantity.ts';
import { addPruneOptions, pruneNow, type PruneOptions } from './prune.ts';

type Options = FilterOptions &
  RetentionOptions &
  PruneOptions & { groupBy?: string; compact?: boolean; prune?: boolean; dryRun?: boolean; yes?: boolean; unsafeAllowRemoveAll?: boolean };

export const forget = defineCommand<[ids: string[]], Options>({
  description:
    'Removes snapshots: those named, or those that no --keep rule keeps. Rules are applied to each machine and set of paths by itself, and a snapshot ' +
    'stays if any rule keeps it. What goes is shown first and asked about; without a terminal it needs --yes. The space is freed by "holdfast prune"; a mirror frees it at once.',
  arguments: [['[snap...]', 'remove these, in place of applying rules; with rules: only look at these']],
  options(command: Command) {
    addFilterOptions(addRetentionOptions(command), { short: false });
    addPruneOptions(command)
      .option('-g, --group-by <what>', 'apply the rules to each host, paths or tags by itself (default: host,paths; "" for all together)')
      .option('-c, --compact', "accepted for restic's sake")
      .option('--unsafe-allow-remove-all', 'even the last snapshot of a machine and its paths')
      .option('--prune', 'free the space, too')
      .option('-n, --dry-run', 'remove nothing, say what would be')
      .option('--yes', 'do not ask');
  },
  examples: [
    ['forget --keep-daily 7 --keep-weekly 4 --keep-monthly 12 --dry-run', 'see what would go'],
    ['forget --keep-daily 7 --keep-weekly 4 --prune --yes', 'from a script, and free the space'],
    ['forget 1a2b3c4d', 'one snapshot'],
  ],
  async run(cli, [ids], options) {
    const policy = policyOf(options);
    const groupBy = parseGroupBy(options.groupBy ?? 'host,paths');
    if (policy === null && ids.length === 0) {
      throw new Fault('invalid', 'It is not said what to forget.', {
        advice: 'Name snapshots, or say what to keep, as in "holdfast forget --keep-daily 7 --keep-monthly 12".',
      });
    }
    if (options.dryRun !== true) cli.requireConsent('Forgetting removes snapshots for good', options.yes);
    return forgetSnapshots(cli, { filter: filterOf(options, ids), policy: policy ?? undefined, groupBy, allowRemoveLast: options.unsafeAllowRemoveAll === true }, options);
  },
});

interface Request {
  filter: SnapshotFilter;
  policy: RetentionPolicy | undefined;
  groupBy: GroupBy[];
  allowRemoveLast: boolean;
}

async function forgetSnapshots(cli: Cli, request: Request, options: Options): Promise<ExitCode> {
  const { snapshot } = await cli.client();
  const { destination, signal, output } = cli;
  const { token, groups, needsPrune, freed } = await snapshot.forgetPreview({ destination, ...request }, { signal });
  const going = groups.flatMap(({ remove }) => remove).length;
  if (output.json) output.object(groups.map((group) => forgetJson(group, request.groupBy)));
  else if (!output.quiet || options.dryRun === true) output.lines([...forgetLines(groups, options.dryRun === true), ...(freed === null || going === 0 ? [] : freedLines(freed))]);
  if (going === 0 || options.dryRun === true) return EXIT.ok;
  if (options.yes !== true && !(await cli.agrees(`Forget ${counted(going, 'snapshot')}${options.prune === true ? ' and free the space' : ''}?`))) {
    output.note('Nothing was forgotten.');
    return EXIT.cancelled;
  }
  const { removed } = await snapshot.forget({ destination, token }, { signal });
  if (!output.json && !output.quiet)
    output.line(`${counted(removed.length, 'snapshot')} forgotten.${freed !== null ? ` ${size(freed.bytes)} freed.` : needsPrune && options.prune !== true ? ' "holdfast prune" frees the space.' : ''}`);
  return needsPrune && options.prune === true ? pruneNow(cli, { ...options, yes: true }) : EXIT.ok;
}
