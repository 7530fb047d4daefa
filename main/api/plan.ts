/** plan: what is protected, where to and for how long; and the runs that do it. */
import { rulesInWords, keptDays } from '../plan/kept-days.ts';
import { os } from './implementer.ts';
import { startBackup } from './plan-backup.ts';
import { draftFile } from './plan-draft.ts';
import { removePlan, savePlan } from './plan-save.ts';
import { startPlan } from './plan-run.ts';
import { statusOf } from './plan-status.ts';
import { startTransfer } from './plan-transfer.ts';
import { requirePlan } from './require-plan.ts';

export const plan = {
  list: os.plan.list.handler(async ({ context: services }) => Promise.all(services.context.settings.read().plans.map((one) => statusOf(one, services)))),
  get: os.plan.get.handler(async ({ input, context: services }) => statusOf(requirePlan(services.context.settings.read(), input.plan), services)),
  save: os.plan.save.handler(async ({ input, context: { context } }) => savePlan(input, context)),
  remove: os.plan.remove.handler(async ({ input, context: { context } }) => removePlan(input.plan, context)),
  run: os.plan.run.handler(async ({ input, context: services, signal }) =>
    'plan' in input ? { runId: startPlan(input, services), created: null } : startBackup(input, services, signal)),
  transfer: os.plan.transfer.handler(async ({ input: { plan: id, only, dueOnly }, context: services }) => ({ runId: startTransfer(id, services, { only: only === undefined ? undefined : [only], dueOnly }) })),
  retentionPreview: os.plan.retentionPreview.handler(async ({ input: { policy, today, days }, context: { context } }) => ({
    kept: keptDays(policy, { today: today ?? localDate(context.clock.now()), days }), rules: rulesInWords(policy),
  })),
  draft: {
    get: os.plan.draft.get.handler(async ({ context: { context } }) => draftFile(context).read()),
    save: os.plan.draft.save.handler(async ({ input, context: { context } }) => ({ saved: draftFile(context).write(input.draft) })),
  },
};

/** Today where we are, as YYYY-MM-DD. */
function localDate(now: number): string {
  const date = new Date(now);
  return new Date(now - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
