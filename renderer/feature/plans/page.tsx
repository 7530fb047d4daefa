/** All plans: what is protected, where to, for how long, and how each stands. */
import type { JSX } from 'react';
import { usePlans } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { Empty } from '../../ui/empty.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { PlanCard } from './plan-card.tsx';
import classes from './plans.module.css';

export function PlansPage(): JSX.Element {
  const { t } = useText();
  const plans = usePlans();
  const some = (plans.data?.length ?? 0) > 0;
  return (
    <Page title={t.frame.plans} actions={some ? <LinkButton to="/protect">{t.plans.add}</LinkButton> : undefined}>
      <Loaded query={plans} lines={6}>
        {(all) => (all.length === 0
          ? <Empty title={t.plans.empty}><p>{t.plans.emptyWhy}</p><LinkButton to="/protect">{t.plans.begin}</LinkButton></Empty>
          : <ul className={classes.cards}>{all.map((status) => <li key={status.plan.id}><PlanCard status={status} /></li>)}</ul>)}
      </Loaded>
    </Page>
  );
}
