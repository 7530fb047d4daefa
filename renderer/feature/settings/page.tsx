/** Settings: what is chosen once and holds for everything. */
import { getRouteApi, Link } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { Page } from '../../ui/page.tsx';
import { About } from './about.tsx';
import { AppearanceSection } from './appearance.tsx';
import { DestinationsSection } from './destination/section.tsx';
import classes from './page.module.css';
import { ProgramSection } from './program.tsx';
import { SpeedSection } from './speed.tsx';

const SECTIONS = { destinations: DestinationsSection, speed: SpeedSection, appearance: AppearanceSection, program: ProgramSection, about: About } as const;
type Section = keyof typeof SECTIONS;
const isSection = (name: string | undefined): name is Section => name !== undefined && name in SECTIONS;

const route = getRouteApi('/settings');

export function SettingsPage(): JSX.Element {
  const { t } = useText();
  const { section } = route.useSearch();
  const shown = isSection(section) ? section : 'destinations';
  const Shown = SECTIONS[shown];
  return (
    <Page title={t.frame.settings}>
      <div className={classes.columns}>
        <nav aria-label={t.settings.sections} className={classes.nav}>
          {(Object.keys(SECTIONS) as Section[]).map((name) => (
            <Link key={name} to="/settings" search={{ section: name }} className={classes.link} aria-current={name === shown ? 'page' : undefined}>
              {t.settings[name]}
            </Link>
          ))}
        </nav>
        <section className={classes.section} aria-label={t.settings[shown]}>
          <h2>{t.settings[shown]}</h2>
          <Shown />
        </section>
      </div>
    </Page>
  );
}
