/** A plan by its id. */
import type { Plan } from '../../preload/contract/plan-settings.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import { Fault } from '../base/fault.ts';

/** @throws Fault `missing`. */
export function requirePlan({ plans }: Settings, id: string): Plan {
  const plan = plans.find((one) => one.id === id);
  if (plan === undefined) throw new Fault('missing', `There is no plan "${id}".`, { context: { plan: id }, advice: 'It may have been removed meanwhile. Look at the plans there are (on a command line: "holdfast plan list").' });
  return plan;
}
