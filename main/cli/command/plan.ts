/** `holdfast plan list`, `show` and `remove`. A plan is named by its id or its name. */
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { Fault } from '../../base/fault.ts';
import type { Cli } from '../cli.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { planLines, planTable } from '../show/plan-lines.ts';
import { shown } from '../show/quantity.ts';

export const planList = defineCommand<[], object>({
  description: 'Lists the plans: what is backed up where, when that last worked, and how the last run ended.',
  examples: [
    ['plan list', 'all plans'],
    ['plan list --json', 'for scripts'],
  ],
  async run(cli) {
    const { plan } = await cli.client();
    const all = await plan.list(undefined, { signal: cli.signal });
    if (cli.output.json) cli.output.object(all);
    else if (all.length === 0) cli.output.note('There is no plan yet. "holdfast plan add NAME --path PATH --to DEST" makes one.');
    else cli.output.lines(planTable(all));
    return EXIT.ok;
  },
});

export const planShow = defineCommand<[name: string], object>({
  description: 'Shows one plan: what it protects, where to, for how long, and how it stands.',
  arguments: [['<name>', 'name or id of the plan']],
  examples: [
    ['plan show documents', 'one plan'],
    ['plan show documents --json', 'for scripts'],
  ],
  async run(cli, [name]) {
    const found = await findPlan(cli, name);
    if (cli.output.json) cli.output.object(found);
    else cli.output.lines(planLines(found));
    return EXIT.ok;
  },
});

export const planRemove = defineCommand<[name: string], object>({
  description: 'Removes a plan from the settings. Its snapshots stay where they are.',
  arguments: [['<name>', 'name or id of the plan']],
  examples: [
    ['plan remove documents', 'no longer keep this plan'],
    ['plan remove "Old laptop" --quiet', 'a name with a space'],
  ],
  async run(cli, [name]) {
    const found = await findPlan(cli, name);
    const { plan } = await cli.client();
    const result = await plan.remove({ plan: found.plan.id }, { signal: cli.signal });
    if (cli.output.json) cli.output.object(result);
    else if (!cli.output.quiet) cli.output.line(`The plan "${shown(found.plan.name)}" is removed. Its snapshots were not touched.`);
    return EXIT.ok;
  },
});

/** By id, or by name whatever its case. @throws Fault `missing`. */
export async function findPlan(cli: Cli, name: string): Promise<PlanStatus> {
  const { plan } = await cli.client();
  const all = await plan.list(undefined, { signal: cli.signal });
  const found = all.find((one) => one.plan.id === name) ?? all.find((one) => one.plan.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new Fault('missing', `There is no plan named "${name}".`, {
    context: { plan: name }, advice: all.length === 0 ? 'Make one with "holdfast plan add".' : 'See "holdfast plan list" for those there are.',
  });
}
