/** One plan: everything the wizard asked and more, changed in place and saved at once. */
import { useParams } from '@tanstack/react-router';
import type { JSX } from 'react';
import { faultOf } from '../../client/fault.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { PlanEditor } from './plan-editor.tsx';
import { usePlan } from './queries.ts';

export function PlanPage(): JSX.Element {
  const { t } = useText();
  const { planId } = useParams({ from: '/plans/$planId' });
  const plan = usePlan(planId);
  if (plan.error !== null && ['missing', 'invalid'].includes(faultOf(plan.error).kind)) {
    return (
      <Page title={t.frame.plans}>
        <Empty title={t.plans.gone}><LinkButton variant="default" to="/plans">{t.plans.toPlans}</LinkButton></Empty>
      </Page>
    );
  }
  if (plan.data === undefined) return <Page title={t.frame.plans}><Loaded query={plan} lines={10}>{() => null}</Loaded></Page>;
  return <PlanEditor key={planId} status={plan.data} />;
}
