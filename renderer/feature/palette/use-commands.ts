/** Everything the palette can do now: what the page offers, the plans, the pages, look and language. */
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { ColorScheme } from '../../../preload/contract/settings.ts';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';
import { saveAppearance } from '../../client/save-appearance.ts';
import { usePlans } from '../../client/use-basics.ts';
import { useText } from '../../text/language.tsx';
import { useRegisteredShortcuts, type Shortcut } from '../../ui/shortcuts.ts';

export type CommandGroup = 'page' | 'plan' | 'go' | 'look';

export interface Command {
  id: string;
  group: CommandGroup;
  label: string;
  /** Also found by these words. */
  also?: string;
  /** The shortcut, where it has one. */
  keys?: string;
  /** Rejects with what went wrong; the palette stays and shows it. */
  run: () => Promise<void> | void;
}

const NO_PLANS: readonly PlanStatus[] = [];

/** @param own shortcuts of the palette itself, which need not be listed in it. */
export function useCommands(own: readonly Shortcut[]): Command[] {
  const page = usePageCommands(own);
  const plans = usePlanCommands();
  const pages = useGoCommands();
  const look = useLookCommands();
  return useMemo(() => [...page, ...plans, ...pages, ...look], [page, plans, pages, look]);
}

function usePageCommands(own: readonly Shortcut[]): Command[] {
  const registered = useRegisteredShortcuts();
  return useMemo(
    () => registered.filter((shortcuts) => shortcuts !== own).flat().map(({ keys, label, run }, index) => ({ id: `page ${index}`, group: 'page', label, keys: [keys].flat()[0]!, run })),
    [registered, own],
  );
}

function usePlanCommands(): Command[] {
  const { t } = useText();
  const navigate = useNavigate();
  const plans = usePlans().data ?? NO_PLANS;
  return useMemo(() => {
    const words = t.activity.palette;
    const backUp = async (plan: string): Promise<void> => {
      const { runId } = await client.plan.run({ plan });
      void queryClient.invalidateQueries({ queryKey: ['plans'] });
      await navigate({ to: '/runs/$runId', params: { runId } });
    };
    return [
      ...plans.map(({ plan: { id, name } }): Command => ({ id: `back up ${id}`, group: 'plan', label: words.backUp(name), run: () => backUp(id) })),
      ...plans.map(({ plan: { id, name } }): Command => ({ id: `restore ${id}`, group: 'plan', label: words.restore(name), run: () => navigate({ to: '/restore', search: { plan: id } }) })),
      { id: 'new plan', group: 'plan', label: words.newPlan, run: () => navigate({ to: '/protect' }) },
      ...plans.map(({ plan: { id, name } }): Command => ({ id: `open ${id}`, group: 'plan', label: words.openPlan(name), run: () => navigate({ to: '/plans/$planId', params: { planId: id } }) })),
    ];
  }, [plans, t, navigate]);
}

const SECTIONS = ['destinations', 'appearance', 'program', 'about'] as const;

function useGoCommands(): Command[] {
  const { t } = useText();
  const navigate = useNavigate();
  return useMemo(() => {
    const words = t.activity.palette;
    const pages = [['/', t.frame.home], ['/restore', t.frame.restore], ['/history', t.frame.history], ['/plans', t.frame.plans], ['/drives', t.frame.drives], ['/devices', t.frame.devices], ['/settings', t.frame.settings]] as const;
    return [
      ...pages.map(([to, name]): Command => ({ id: `go ${to}`, group: 'go', label: words.goTo(name), run: () => navigate({ to }) })),
      ...SECTIONS.map((section): Command => ({ id: `settings ${section}`, group: 'go', label: words.settingsOf(t.settings[section]), run: () => navigate({ to: '/settings', search: { section } }) })),
    ];
  }, [t, navigate]);
}

function useLookCommands(): Command[] {
  const { t } = useText();
  return useMemo(() => {
    const words = t.activity.palette;
    const schemes = ['light', 'dark', 'system'] satisfies ColorScheme[];
    const languages = ['en', 'de', 'system'] as const;
    return [
      ...schemes.map((scheme): Command => ({ id: `scheme ${scheme}`, group: 'look', label: words.scheme[scheme], also: words.schemeWords, run: () => saveAppearance({ scheme }) })),
      ...languages.map((language): Command => ({ id: `language ${language}`, group: 'look', label: words.language[language], also: words.languageWords, run: () => saveAppearance({ language }) })),
    ];
  }, [t]);
}
