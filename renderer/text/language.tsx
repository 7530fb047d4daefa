/** The language of the window: chosen in the settings, else the system's. Messages and number formats come together. */
import { createContext, useContext, useEffect, useMemo, useState, type JSX, type ReactNode } from 'react';
import { useSettings } from '../client/use-basics.ts';
import { en, type Messages } from './en.ts';
import { formatFor, type Format } from './format.ts';

export interface Text {
  t: Messages;
  f: Format;
  locale: string;
}

/** Every language but English is loaded when it is needed. */
const LANGUAGES: Record<string, () => Promise<Messages>> = {
  en: () => Promise.resolve(en),
  de: async () => (await import('./de.ts')).de,
};

const Context = createContext<Text>({ t: en, f: formatFor('en'), locale: 'en' });

export const useText = (): Text => useContext(Context);

/** The system's own spelling of dates and numbers, as far as it fits the language. */
function localeFor(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

export function LanguageProvider({ children }: { children: ReactNode }): JSX.Element {
  const chosen = useSettings().data?.settings.appearance.language ?? 'system';
  const wanted = chosen === 'system' ? (navigator.languages.map((tag) => tag.split('-')[0]!).find((tag) => tag in LANGUAGES) ?? 'en') : chosen;
  const [loaded, setLoaded] = useState<{ language: string; t: Messages }>({ language: 'en', t: en });
  useEffect(() => {
    let current = true;
    void LANGUAGES[wanted]!().then((t) => current && setLoaded({ language: wanted, t }));
    return () => {
      current = false;
    };
  }, [wanted]);
  const text = useMemo(() => {
    const locale = localeFor(loaded.language);
    return { t: loaded.t, f: formatFor(locale), locale };
  }, [loaded]);
  useEffect(() => {
    document.documentElement.lang = text.locale;
  }, [text]);
  return <Context value={text}>{children}</Context>;
}
