/** The list below the field: options, under their groups while nothing is typed. */
import { useEffect, useRef, type JSX } from 'react';
import { visible } from '../../form/visible.ts';
import { useText } from '../../text/language.tsx';
import { keyLabel } from './match.ts';
import classes from './palette.module.css';
import { isMac } from './platform.ts';
import type { Command, CommandGroup } from './use-commands.ts';

export interface CommandOptionsProps {
  id: string;
  commands: readonly Command[];
  chosen: number;
  grouped: boolean;
  onPoint: (index: number) => void;
  onChoose: (command: Command) => void;
}

const GROUPS: readonly CommandGroup[] = ['page', 'plan', 'go', 'look'];

export function CommandOptions({ id, commands, chosen, grouped, onPoint, onChoose }: CommandOptionsProps): JSX.Element {
  const { t } = useText();
  const words = t.activity.palette;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, commands]);
  const option = (command: Command, index: number): JSX.Element => (
    // The focus stays in the field, which has the keys and names the option by aria-activedescendant.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      key={command.id} id={`${id}-${index}`} role="option" aria-selected={index === chosen} className={classes.option}
      onPointerMove={() => index !== chosen && onPoint(index)} onPointerDown={(event) => event.preventDefault()} onClick={() => onChoose(command)}
    >
      <span>{visible(command.label)}</span>
      {command.keys !== undefined && <kbd className={classes.keys}>{keyLabel(command.keys, isMac)}</kbd>}
    </div>
  );
  const numbered = commands.map((command, index) => ({ command, index }));
  return (
    <div ref={box} id={id} role="listbox" aria-label={words.title} className={classes.options}>
      {grouped
        ? GROUPS.map((group) => {
          const of = numbered.filter(({ command }) => command.group === group);
          return of.length === 0 ? null : (
            <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
              <div id={`${id}-${group}`} role="presentation" className={classes.group}>{words.groups[group]}</div>
              {of.map(({ command, index }) => option(command, index))}
            </div>
          );
        })
        : numbered.map(({ command, index }) => option(command, index))}
    </div>
  );
}
