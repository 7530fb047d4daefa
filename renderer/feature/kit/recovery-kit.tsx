/** Saving or printing the recovery kit. The password goes into the file or onto the paper and nowhere else. */
import { Button, Checkbox } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useState, type JSX } from 'react';
import { flushSync } from 'react-dom';
import { useText } from '../../text/language.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { kitHtml } from './kit-html.ts';
import { KitSheet } from './kit-sheet.tsx';
import classes from './kit.module.css';
import { kitOf, type Kit, type KitFacts } from './kit.ts';

export interface RecoveryKitProps {
  facts: Omit<KitFacts, 'date' | 'password'>;
  /** Null: it is not known here, and a line is left for it. */
  password: string | null;
  /** Whether it was saved or printed already. */
  kept: boolean;
  onKept: () => void;
}

export function RecoveryKit({ facts, password, kept, onKept }: RecoveryKitProps): JSX.Element {
  const { t, f, locale } = useText();
  const [included, setIncluded] = useState(true);
  const [printing, setPrinting] = useState<Kit | null>(null);
  const words = t.protect.kit;
  const made = (): Kit => kitOf({ ...facts, date: f.date(Date.now()), password: included ? password : null }, words);
  const save = (): void => {
    download(`${words.file}-${facts.destination.replace(/[^\p{L}\p{N}]+/gu, '-')}.html`, kitHtml(made(), locale));
    onKept();
  };
  /** The sheet is in the page before the dialog opens, and out of it when the dialog is closed. */
  const print = (): void => {
    flushSync(() => setPrinting(made()));
    window.print();
    setPrinting(null);
    onKept();
  };
  return (
    <section className={classes.box} aria-label={t.protect.password.kit}>
      <h3>{t.protect.password.kit}</h3>
      <p className={classes.why}>{t.protect.password.kitWhy}</p>
      {password !== null && <Checkbox checked={included} onChange={({ currentTarget }) => setIncluded(currentTarget.checked)} label={words.include} description={words.includeWhy} />}
      <div className={classes.actions}>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} />} onClick={save}>{words.save}</Button>
        <Button variant="default" leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={print}>{words.print}</Button>
        {kept && <StateMark state="safe" label={words.kept} />}
      </div>
      {printing !== null && <KitSheet kit={printing} />}
    </section>
  );
}

function download(name: string, html: string): void {
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // the browser reads it after the click
}
