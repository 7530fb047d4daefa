/** Keeps the answers for the next time, a moment after the last one was given. */
import { useCallback, useEffect, useRef } from 'react';
import { client } from '../../client.ts';
import { draftOf, type WizardState } from './wizard-state.ts';

const PAUSE = 600;

export function useDraft(state: WizardState): { drop: () => Promise<void> } {
  const text = JSON.stringify(draftOf(state));
  const kept = useRef(text);
  const dropped = useRef(false);
  const keep = useCallback((draft: string): void => {
    if (dropped.current || draft === kept.current) return;
    kept.current = draft;
    // A draft is a convenience: that it could not be kept is no reason to disturb. The next answer tries again.
    client.plan.draft.save({ draft: JSON.parse(draft) as Record<string, unknown> | null }).catch(() => {
      kept.current = '';
    });
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => keep(text), PAUSE);
    return () => clearTimeout(timer);
  }, [text, keep]);
  const newest = useRef(text);
  useEffect(() => {
    newest.current = text;
  }, [text]);
  useEffect(() => () => keep(newest.current), [keep]); // left in the middle of the pause
  const drop = useCallback(async () => {
    dropped.current = true;
    await client.plan.draft.save({ draft: null }).catch(() => undefined); // it would only be offered once more
  }, []);
  return { drop };
}
