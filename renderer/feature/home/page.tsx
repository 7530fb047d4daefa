/** The first page: is everything safe, and if not, what to do. Without a plan it is the beginning of the first one. */
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, type JSX } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import { useLiveRuns } from '../../client/live-runs.ts';
import { usePlans } from '../../client/use-basics.ts';
import { useNow } from '../../client/use-now.ts';
import { useText } from '../../text/language.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { useShortcuts } from '../../ui/shortcuts.ts';
import classes from './home.module.css';
import { PlanCard } from './plan-card.tsx';
import { SentenceLine } from './sentence-line.tsx';
import { judgeAll, runningBackups, sentenceOf, type RunningBackup } from './sentence.ts';

/** Only who has no plan needs it. */
const ProtectWizard = lazy(async () => ({ default: (await import('../protect/wizard.tsx')).ProtectWizard }));

export function HomePage(): JSX.Element {
  const { t } = useText();
  const navigate = useNavigate();
  const plans = usePlans();
  useShortcuts(useMemo(() => [
    { keys: 'n', label: t.home.newPlan, run: () => void navigate({ to: '/protect' }) },
    { keys: 'r', label: t.home.restore, run: () => void navigate({ to: '/restore' }) },
  ], [t, navigate]));
  const none = plans.data?.length === 0;
  if (none) return <Page title={t.frame.home}><Suspense fallback={<Loading lines={8} />}><ProtectWizard /></Suspense></Page>;
  const actions = <LinkButton to="/protect" variant="default" leftSection={<IconPlus size={16} stroke={1.6} />}>{t.home.newPlan}</LinkButton>;
  return (
    <Page title={t.frame.home} actions={plans.data === undefined ? undefined : actions}>
      <Loaded query={plans} lines={8} meaning={t.home.unknown}>{(data) => <Standing plans={data} />}</Loaded>
    </Page>
  );
}

function Standing({ plans }: { plans: readonly PlanStatus[] }): JSX.Element {
  const { t, locale } = useText();
  const live = useLiveRuns();
  const now = useNow();
  const backups = JSON.stringify(runningBackups(live)); // as text: progress comes four times a second and changes nothing here
  const judged = useMemo(() => judgeAll(plans, JSON.parse(backups) as RunningBackup[], now, locale), [plans, backups, now, locale]);
  const sentence = useMemo(() => sentenceOf(judged), [judged]);
  return (
    <>
      <SentenceLine sentence={sentence} />
      <ul className={classes.cards} aria-label={t.home.plans}>
        {judged.map((one) => (
          <li key={one.status.plan.id}>
            <PlanCard judged={one} live={live.find(({ run }) => run.id === one.running) ?? null} />
          </li>
        ))}
      </ul>
    </>
  );
}
