/** What of the history is shown: by words, kind, outcome and day. */
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import type { JSX, RefObject } from 'react';
import type { RunKind, RunOutcome } from '../../../preload/contract/run.ts';
import { useText } from '../../text/language.tsx';
import classes from './history.module.css';
import type { Filter } from './table-order.ts';

const OUTCOMES = ['succeeded', 'warned', 'failed', 'cancelled', 'interrupted', 'skipped', 'missed'] as const satisfies readonly RunOutcome[];

interface FilterBarProps {
  filter: Filter;
  /** Those that occur. */
  kinds: readonly RunKind[];
  field: RefObject<HTMLInputElement | null>;
  onFilter: (filter: Filter) => void;
}

export function FilterBar({ filter, kinds, field, onFilter }: FilterBarProps): JSX.Element {
  const { t, f } = useText();
  const { text, kind, outcome, day } = filter;
  return (
    <>
      <TextInput
        ref={field} size="xs" className={classes.search} aria-label={t.history.search} placeholder={t.history.search} value={text} leftSection={<IconSearch size={14} stroke={1.6} />}
        onChange={({ currentTarget }) => onFilter({ ...filter, text: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.stopPropagation();
          onFilter({ ...filter, text: '' });
        }}
        rightSection={text !== '' && <ActionIcon size="sm" variant="transparent" color="gray" aria-label={t.history.searchClear} onClick={() => onFilter({ ...filter, text: '' })}><IconX size={14} /></ActionIcon>}
      />
      <Select
        size="xs" w={150} aria-label={t.history.column.what} placeholder={t.history.anyKind} clearable value={kind} onChange={(next) => onFilter({ ...filter, kind: next })}
        clearButtonProps={{ 'aria-label': t.history.anyKind }} data={kinds.map((value) => ({ value, label: t.history.kind[value] }))}
      />
      <Select
        size="xs" w={150} aria-label={t.history.column.outcome} placeholder={t.history.anyOutcome} clearable value={outcome} onChange={(next) => onFilter({ ...filter, outcome: next })}
        clearButtonProps={{ 'aria-label': t.history.anyOutcome }} data={OUTCOMES.map((value) => ({ value, label: t.common.outcome[value] }))}
      />
      {day !== null && (
        <Button size="xs" variant="light" rightSection={<IconX size={14} />} aria-label={`${t.history.onlyDay(f.date(`${day}T12:00`))}: ${t.history.showAll}`} onClick={() => onFilter({ ...filter, day: null })}>
          {t.history.onlyDay(f.date(`${day}T12:00`))}
        </Button>
      )}
    </>
  );
}
