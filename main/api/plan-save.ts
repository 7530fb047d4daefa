/** Making, changing and removing plans. What they stored is never touched. */
import { isAbsolute } from 'node:path';
import type { z } from 'zod';
import type { PlanInput } from '../../preload/contract/plan.ts';
import { Plan, type Transfer } from '../../preload/contract/plan-settings.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { Fault } from '../base/fault.ts';
import { slug, unusedId } from '../plan/plan-id.ts';
import { refuseEmpty } from '../plan/retention.ts';
import type { Context } from './context.ts';
import { requirePlan } from './require-plan.ts';

type Given = z.output<typeof PlanInput>;

/** @throws Fault `missing` for an unknown id or destination, `exists` for a name another plan has, `invalid` … */
export async function savePlan({ id, plan }: { id?: string | undefined; plan: Given }, context: Context): Promise<Plan> {
  checkInput(plan);
  let saved: Plan | null = null;
  await context.settings.update((before) => {
    checkAgainst(before, plan, id);
    const old = id === undefined ? null : requirePlan(before, id);
    const next = merged(old, plan, before, new Date(context.clock.now()).toISOString());
    saved = next;
    return { ...before, plans: old === null ? [...before.plans, next] : before.plans.map((one) => (one.id === next.id ? next : one)) };
  });
  if (saved === null) throw new Fault('bug', 'The settings were written without the plan.');
  context.audited(id === undefined ? 'plan add' : 'plan edit', (saved as Plan).id, JSON.parse(JSON.stringify(saved)));
  return saved;
}

export async function removePlan(id: string, context: Context): Promise<{ removed: string }> {
  await context.settings.update((before) => {
    requirePlan(before, id);
    return { ...before, plans: before.plans.filter((plan) => plan.id !== id) };
  });
  context.audited('plan remove', id);
  return { removed: id };
}

/** What an edit leaves out stays; what a new plan leaves out has its default. */
function merged(old: Plan | null, plan: Given, { plans }: Settings, now: string): Plan {
  const given = Object.fromEntries(Object.entries(plan).filter(([, value]) => value !== undefined));
  if (old !== null) return Plan.parse({ ...old, ...given });
  return Plan.parse({ ...given, id: unusedId(slug(plan.name), plans.map(({ id }) => id)), createdAt: now });
}

function checkInput({ sources, retention, transfers = [] }: Given): void {
  const relative = sources.flatMap(({ paths }) => paths).find((path) => !isAbsolute(path));
  if (relative !== undefined) throw new Fault('invalid', `"${relative}" is not an absolute path.`, { advice: 'Write the path from the root of the file system.' });
  for (const policy of [retention, ...transfers.map((transfer) => transfer.retention)]) if (policy !== undefined && policy !== null) refuseEmpty(policy);
}

function checkAgainst({ destinations, plans }: Settings, { name, destinations: used, transfers }: Given, id: string | undefined): void {
  const twice = plans.find((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase());
  if (twice !== undefined) throw new Fault('exists', `There is a plan named "${twice.name}" already.`, { advice: 'Choose another name, or change that plan.' });
  const next = transfers ?? plans.find((other) => other.id === id)?.transfers ?? [];
  const unknown = [...used, ...next.flatMap(({ from, to }) => [from, to])].find((wanted) => !destinations.some((known) => known.name === wanted));
  if (unknown !== undefined) throw new Fault('missing', `There is no destination named "${unknown}".`, { context: { destination: unknown }, advice: 'Add it first; "holdfast destination list" shows those there are.' });
  const again = used.find((wanted, place) => used.indexOf(wanted) !== place);
  if (again !== undefined) throw new Fault('invalid', `The destination "${again}" is named twice.`, { advice: 'Name each destination once.' });
  checkChain(used, next);
}

/** Every transfer begins where something arrives, and every place is filled in one way. */
function checkChain(direct: readonly string[], transfers: readonly Pick<Transfer, 'from' | 'to'>[]): void {
  const filled = new Set(direct);
  for (const { from, to } of transfers) {
    if (!filled.has(from)) throw new Fault('invalid', `Nothing can be transferred from "${from}": this plan brings nothing there before.`, { context: { destination: from }, advice: 'Back up to it, or name the transfer to it first.' });
    if (filled.has(to)) throw new Fault('invalid', `"${to}" cannot be transferred to: this plan brings everything there in another way.`, { context: { destination: to }, advice: 'Name each destination once: backed up to directly, or transferred to.' });
    filled.add(to);
  }
}
