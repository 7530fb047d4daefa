/** The palette: type a few letters, arrows choose, Enter carries out. The focus never leaves the field. */
import { useId, useMemo, useState, type JSX, type KeyboardEvent } from 'react';
import { useText } from '../../text/language.tsx';
import { Problem } from '../../ui/problem.tsx';
import type { Shortcut } from '../../ui/shortcuts.ts';
import { CommandOptions } from './command-options.tsx';
import { matching } from './match.ts';
import classes from './palette.module.css';
import { useCommands, type Command } from './use-commands.ts';

export interface CommandListProps {
  own: readonly Shortcut[];
  help: () => void;
  /** A command was carried out. */
  done: () => void;
}

/** How many Page Up and Page Down go. */
const PAGE = 8;

export function CommandList({ own, help, done }: CommandListProps): JSX.Element {
  const { t, f } = useText();
  const words = t.activity.palette;
  const all = useCommands(own);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const [attempt, setAttempt] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const list = useId();
  const found = useMemo(() => matching(all, typed), [all, typed]);
  const chosen = Math.min(at, found.length - 1);

  const carryOut = async (command: Command | undefined): Promise<void> => {
    if (command === undefined || attempt.busy) return;
    setAttempt({ busy: true, error: null });
    try {
      await command.run();
      done();
    } catch (error) {
      setAttempt({ busy: false, error });
    }
  };
  const press = (event: KeyboardEvent): void => {
    const to = targetOf(event.key, chosen, found.length);
    if (to !== null) setAt(to);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) void carryOut(found[chosen]);
    else if (event.key === '?' && typed === '') help();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        className={classes.field} data-autofocus role="combobox" aria-expanded="true" aria-controls={list} aria-autocomplete="list" aria-label={words.search} placeholder={words.search}
        aria-activedescendant={found.length > 0 ? `${list}-${chosen}` : undefined} autoComplete="off" spellCheck={false} value={typed} onKeyDown={press}
        onChange={({ target }) => { setTyped(target.value); setAt(0); }}
      />
      {attempt.error !== null && <div className={classes.problem}><Problem error={attempt.error} meaning={words.failed} /></div>}
      <CommandOptions id={list} commands={found} chosen={chosen} grouped={typed.trim() === ''} onPoint={setAt} onChoose={(command) => void carryOut(command)} />
      <div className={`${classes.foot} quiet dense`}>
        <span role="status">{found.length === 0 ? words.none : words.found(f.count(found.length), found.length)}</span>
        <span>{words.hint}</span>
      </div>
    </>
  );
}

/** Where a key leads; null: it is no key for moving. The list goes round. */
function targetOf(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown': return (at + 1) % count;
    case 'ArrowUp': return (at - 1 + count) % count;
    case 'PageDown': return Math.min(count - 1, at + PAGE);
    case 'PageUp': return Math.max(0, at - PAGE);
    default: return null;
  }
}
