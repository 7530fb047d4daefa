/** The widths of the columns: dragged or set by keys, and kept with the settings. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../client.ts';
import { queryClient } from '../../client/query-client.ts';
import { useSettings } from '../../client/use-basics.ts';
import type { Column } from './table-order.ts';

/** Of the rest takes `of` what remains. Pixels. */
export type Sized = Exclude<Column, 'of'>;
export type Widths = Record<Sized, number>;

const VIEW = 'history.columns';
const USUAL: Widths = { when: 180, what: 120, outcome: 148, added: 84, duration: 92 };
export const [NARROWEST, WIDEST] = [64, 420];

const clamped = (width: number): number => Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));

/** What was kept, as far as it makes sense. */
function widthsFrom(kept: unknown): Widths {
  const known = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  return Object.fromEntries(Object.entries(USUAL).map(([name, usual]) => [name, typeof known[name] === 'number' ? clamped(known[name]) : usual])) as Widths;
}

export interface Columns {
  widths: Widths;
  /** @param done not while it is still being dragged: then it is kept. */
  set: (column: Sized, width: number, done: boolean) => void;
}

export function useColumns(): Columns {
  const kept = useSettings().data?.settings.appearance.views[VIEW];
  const [own, setOwn] = useState<Partial<Widths>>({});
  const save = useMutation({
    mutationFn: (widths: Widths) => client.settings.save({ appearance: { views: { [VIEW]: { ...widths } } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['settings'] }),
  });
  const widths = { ...widthsFrom(kept), ...own };
  const set = (column: Sized, width: number, done: boolean): void => {
    const next = clamped(width);
    setOwn((before) => ({ ...before, [column]: next }));
    if (done) save.mutate({ ...widths, [column]: next }); // one that could not be kept still holds while the page is open
  };
  return { widths, set };
}
