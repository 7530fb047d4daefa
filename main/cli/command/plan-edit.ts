/** `holdfast plan add` and `edit`. */
import type { Command } from 'commander';
import type { Plan, TransferInput } from '../../../preload/contract/plan-settings.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { addExcludeOptions, excludesOf, excludesOver, type ExcludeOptions } from '../parse/excludes.ts';
import { collect, splitCommas } from '../parse/lists.ts';
import { addRetentionOptions, policyOf, type RetentionOptions } from '../parse/retention.ts';
import { addTransferOptions, transfersOf, type TransferOptions } from '../parse/transfers.ts';
import { rulesText } from '../show/plan-lines.ts';
import { list, shown } from '../show/quantity.ts';
import { findPlan } from './plan.ts';

type AddOptions = ExcludeOptions & RetentionOptions & TransferOptions & { path?: string[]; to?: string[]; tag?: string[]; remindAfter?: string };
type EditOptions = AddOptions & { name?: string; keepAll?: boolean; excludeNone?: boolean; transferNone?: boolean };

function addPlanOptions(command: Command): Command {
  command
    .option('--path <path>', 'what to protect; may be given several times', collect)
    .option('--to <dest>', 'name of a destination; may be given several times', collect)
    .option('--tag <tags>', 'tags of its snapshots, beside its own: a,b', collect)
    .option('--remind-after <days>', 'days without a backup after which it counts as overdue (default: 7)');
  return addTransferOptions(addRetentionOptions(addExcludeOptions(command)));
}

export const planAdd = defineCommand<[name: string], AddOptions>({
  description:
    'Makes a plan: which paths are backed up to which named destinations, and which snapshots are kept. The --keep rules are applied after every ' +
    'run, to the snapshots of this plan only; without any, everything is kept. Nothing runs by this: "holdfast plan run" does.',
  arguments: [['<name>', 'what to call it']],
  options: (command) => void addPlanOptions(command),
  examples: [
    ['plan add Documents --path ~/Documents --to drive --keep-daily 7 --keep-weekly 4 --keep-monthly 12', 'one folder, thinned out over time'],
    ['plan add Photos --path ~/Photos --to local --transfer local=drive --transfer-every 7', 'every backup here; once a week on to a drive, when it is there'],
    ['plan add Home --path ~ --to drive --to nas --exclude-caches --exclude "*.iso"', 'two copies, without what is not worth keeping'],
  ],
  async run(cli, [name], options) {
    if (options.path === undefined) throw new Fault('invalid', 'It is not said what to protect.', { advice: 'Add --path, as in "holdfast plan add Documents --path ~/Documents --to drive".' });
    const destinations = destinationsOf(cli, options);
    if (destinations === undefined) throw new Fault('invalid', 'It is not said where to back up to.', { advice: 'Add --to with a name from "holdfast destination list"; "holdfast destination add" gives an address a name.' });
    const { plan } = await cli.client();
    const saved = await plan.save({ plan: {
      name, destinations, sources: [{ kind: 'folder', paths: options.path.map((path) => cli.path(path)), excludes: excludesOf(cli, options) }],
      tags: splitCommas(options.tag), retention: policyOf(options), ...reminder(options), ...transferring(options),
    } }, { signal: cli.signal });
    return tell(cli, saved, `"holdfast plan run ${saved.id}" runs it.`);
  },
});

export const planEdit = defineCommand<[name: string], EditOptions>({
  description: 'Changes a plan. What is not said stays as it is; lists (paths, destinations, tags, patterns) and the --keep rules are replaced as a whole.',
  arguments: [['<name>', 'name or id of the plan']],
  options: (command) =>
    void addPlanOptions(command)
      .option('--name <name>', 'call it this from now on')
      .option('--keep-all', 'keep every snapshot, in place of the --keep rules')
      .option('--transfer-none', 'transfer nothing any more')
      .option('--exclude-none', 'leave nothing out, before the excludes given here'),
  examples: [
    ['plan edit documents --to nas', 'to another destination, and to no other'],
    ['plan edit documents --keep-last 10', 'keep the newest ten, in place of the rules before'],
  ],
  async run(cli, [name], options) {
    const { plan: before } = await findPlan(cli, name);
    const { plan } = await cli.client();
    const saved = await plan.save({ id: before.id, plan: {
      name: options.name ?? before.name, destinations: destinationsOf(cli, options) ?? before.destinations, sources: sourcesOf(cli, before, options),
      ...(options.tag === undefined ? {} : { tags: splitCommas(options.tag) }), ...retentionOf(options), ...reminder(options), ...transferring(options),
    } }, { signal: cli.signal });
    return tell(cli, saved, '');
  },
});

const destinationsOf = ({ destination }: Cli, { to }: AddOptions): string[] | undefined =>
  destination === undefined && to === undefined ? undefined : Array.from(new Set([...(destination === undefined ? [] : [destination]), ...(to ?? [])]));

/** Of a plan with several sources, paths cannot be told apart here. */
function sourcesOf(cli: Cli, { sources }: Plan, options: EditOptions): Plan['sources'] {
  const paths = options.path?.map((path) => cli.path(path));
  const [first] = sources;
  if (paths !== undefined && sources.length > 1) throw new Fault('invalid', 'This plan has several sources: --path cannot tell which of them is meant.', { advice: 'Change it in the window, or in the settings file.' });
  return sources.map((source) => ({
    ...source, paths: source === first && paths !== undefined ? paths : source.paths,
    excludes: excludesOver(options.excludeNone === true ? NOTHING_EXCLUDED : source.excludes, cli, options),
  }));
}

const NOTHING_EXCLUDED: Plan['sources'][number]['excludes'] = { patterns: [], patternsIgnoreCase: [], files: [], caches: false, ifPresent: [], oneFileSystem: false, largerThan: null };

function retentionOf(options: EditOptions): Partial<Pick<Plan, 'retention'>> {
  const policy = policyOf(options);
  if (options.keepAll !== true) return policy === null ? {} : { retention: policy };
  if (policy === null) return { retention: null };
  throw new Fault('invalid', '--keep-all cannot be given together with other --keep rules.');
}

function transferring(options: EditOptions): { transfers?: TransferInput[] } {
  const transfers = transfersOf(options);
  if (options.transferNone !== true) return transfers === undefined ? {} : { transfers };
  if (transfers === undefined) return { transfers: [] };
  throw new Fault('invalid', '--transfer-none cannot be given together with --transfer.');
}

function reminder({ remindAfter }: AddOptions): { remindAfterDays?: number } {
  if (remindAfter === undefined) return {};
  if (/^[1-9]\d{0,2}$/.test(remindAfter) && Number(remindAfter) <= 365) return { remindAfterDays: Number(remindAfter) };
  throw new Fault('invalid', `--remind-after cannot be "${remindAfter}": it takes days, from 1 to 365.`);
}

function tell({ output }: Cli, plan: Plan, next: string): ExitCode {
  if (output.json) output.object(plan);
  else if (!output.quiet) {
    const paths = plan.sources.flatMap((source) => source.paths).map(shown);
    output.line(`The plan "${shown(plan.name)}" backs up ${list(paths)} to ${list(plan.destinations.map(shown))}.`);
    for (const { from, to } of plan.transfers) output.line(`From ${shown(from)} it is carried on to ${shown(to)}.`);
    output.line(`${rulesText(plan.retention)}${next === '' ? '' : ` ${next}`}`);
  }
  return EXIT.ok;
}
