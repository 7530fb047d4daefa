/** The keys of this page, and those that work everywhere. */
import type { JSX } from 'react';
import { useText } from '../../text/language.tsx';
import { useRegisteredShortcuts, type Shortcut } from '../../ui/shortcuts.ts';
import { keyLabel } from './match.ts';
import classes from './palette.module.css';
import { isMac } from './platform.ts';

export function ShortcutHelp({ own }: { own: readonly Shortcut[] }): JSX.Element {
  const { t } = useText();
  const words = t.activity.palette;
  const page = useRegisteredShortcuts().filter((shortcuts) => shortcuts !== own).flat();
  return (
    <div className={classes.help}>
      <h3>{t.common.shortcuts}</h3>
      {page.length === 0 ? <p className="quiet">{words.noShortcuts}</p> : <Keys shortcuts={page} />}
      <h3>{words.everywhere}</h3>
      <Keys shortcuts={own} />
    </div>
  );
}

function Keys({ shortcuts }: { shortcuts: readonly Shortcut[] }): JSX.Element {
  return (
    <dl className={classes.list}>
      {shortcuts.map(({ keys, label }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{[...new Set([keys].flat().map((key) => keyLabel(key, isMac)))].map((key) => <kbd key={key} className={classes.keys}>{key}</kbd>)}</dd>
        </div>
      ))}
    </dl>
  );
}
