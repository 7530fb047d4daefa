/** How else it is written: to other paths, with times, at another rate, and what ends it. */
import { Button, Checkbox, Collapse, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useRef, useState, type JSX } from 'react';
import { useText } from '../../../text/language.tsx';
import classes from './board.module.css';
import { BAUDS, type Choice } from './writing.ts';

interface MoreChoicesProps {
  choice: Choice;
  onChoice: (choice: Choice) => void;
}

export function MoreChoices({ choice, onChoice }: MoreChoicesProps): JSX.Element {
  const { t } = useText();
  const [opened, open] = useState(false);
  const words = t.board.more;
  return (
    <div>
      <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={opened} onClick={() => open(!opened)}>{words.title}</Button>
      <Collapse expanded={opened}>
        <div className={classes.more}>
          <Mapping choice={choice} onChoice={onChoice} />
          <Checkbox label={words.times} description={words.timesWhy} checked={choice.times} onChange={({ currentTarget }) => onChoice({ ...choice, times: currentTarget.checked })} />
          <Checkbox label={words.stop} checked={choice.stopOnError} onChange={({ currentTarget }) => onChoice({ ...choice, stopOnError: currentTarget.checked })} />
          <Checkbox label={words.restart} checked={choice.restart} onChange={({ currentTarget }) => onChoice({ ...choice, restart: currentTarget.checked })} />
          <Select
            size="xs" className={classes.baud} label={words.baud} description={words.baudWhy} allowDeselect={false} value={choice.baud === null ? '' : String(choice.baud)}
            onChange={(value) => onChoice({ ...choice, baud: value === null || value === '' ? null : Number(value) })} data={[{ value: '', label: words.usual }, ...BAUDS.map((rate) => ({ value: String(rate), label: String(rate) }))]}
          />
        </div>
      </Collapse>
    </div>
  );
}

/** Typed here, and taken over when the field is left: every change of the list costs the board a look. */
function Mapping({ choice, onChoice }: MoreChoicesProps): JSX.Element {
  const { t } = useText();
  const words = t.board.more;
  const [rows, setRows] = useState(choice.map);
  const add = useRef<HTMLButtonElement>(null);
  const take = (next: Choice['map']): void => {
    setRows(next);
    if (JSON.stringify(next) !== JSON.stringify(choice.map)) onChoice({ ...choice, map: next });
  };
  const remove = (index: number): void => {
    take(rows.filter((_, at) => at !== index));
    add.current?.focus(); // its button goes with the row
  };
  const typed = (index: number, change: Partial<Choice['map'][number]>): void => setRows(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  const wrong = (path: string): string | null => (path === '' || path.startsWith('/') ? null : t.care.problem.path);
  return (
    <fieldset className={classes.mapping}>
      <legend>{words.map}</legend>
      <p className="quiet">{words.mapWhy}</p>
      {rows.map(({ from, to }, index) => (
        // Rows have nothing else that tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={index} className={classes.mapRow}>
          <TextInput size="xs" label={words.from} placeholder="/lib" value={from} error={wrong(from)} onBlur={() => take(rows)} onChange={({ currentTarget }) => typed(index, { from: currentTarget.value.trim() })} />
          <TextInput size="xs" label={words.to} placeholder="/old/lib" value={to} error={wrong(to)} onBlur={() => take(rows)} onChange={({ currentTarget }) => typed(index, { to: currentTarget.value.trim() })} />
          <Button size="xs" variant="subtle" color="gray" aria-label={words.removeMap(from)} onClick={() => remove(index)}><IconX size={16} stroke={1.6} aria-hidden="true" /></Button>
        </div>
      ))}
      <div><Button ref={add} size="compact-sm" variant="default" onClick={() => setRows([...rows, { from: '', to: '' }])}>{words.addMap}</Button></div>
    </fieldset>
  );
}
