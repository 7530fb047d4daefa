/** The exact list of what a restore would do, made by the engine; another wish starts it anew, and the last list stays until then. */
import { useEffect, useState } from 'react';
import { client } from '../../client.ts';
import { NOT_PLANNED, withEnd, withItems, type Planned } from '../../ui/planned/plan-fold.ts';
import type { WishedSpec } from './restore-choice.ts';

export interface PlannedState {
  planned: Planned;
  /** The list is of another wish, or not whole yet. */
  busy: boolean;
  error: unknown;
}

/** @param turn another number asks again for the same. */
export function usePlanned(spec: WishedSpec, turn: number): PlannedState {
  const key = `${turn} ${JSON.stringify(spec)}`;
  const [state, setState] = useState<PlannedState & { key: string }>({ key, planned: NOT_PLANNED, busy: true, error: null });
  useEffect(() => {
    const abort = new AbortController();
    let frame = 0;
    let planned = NOT_PLANNED;
    const show = (error: unknown = null): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => setState({ key, planned, busy: planned.end === null && error === null, error }));
    };
    const follow = async (): Promise<void> => {
      const batches = await client.restore.preview(JSON.parse(key.slice(key.indexOf(' ') + 1)) as WishedSpec, { signal: abort.signal });
      for (;;) {
        const batch = await batches.next();
        planned = batch.done === true ? withEnd(planned, batch.value) : withItems(planned, batch.value);
        show();
        if (batch.done === true) return;
      }
    };
    follow().catch((error: unknown) => {
      if (!abort.signal.aborted) show(error);
    });
    return () => {
      abort.abort();
      cancelAnimationFrame(frame);
    };
  }, [key]);
  return { planned: state.planned, busy: state.busy || state.key !== key, error: state.key === key ? state.error : null };
}
