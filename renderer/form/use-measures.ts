/** Counts folders as they are chosen, each by itself, so that choosing one more does not begin all others again. */
import { useEffect, useRef, useState } from 'react';
import type { Excludes } from '../../preload/contract/folder-spec.ts';
import { client } from '../client.ts';
import { useConnection } from '../client/use-connection.ts';
import type { Measured, Measures } from './measured.ts';

/** Milliseconds of rest after a change to the excludes before everything is counted again. */
const PAUSE = 350;
/** Milliseconds between two showings of new numbers: they are read, not watched. */
const BEAT = 250;

interface Counting {
  key: string;
  abort: AbortController;
}

export function useMeasures(folders: readonly string[], excludes: Excludes | null): Measures {
  const [measures, setMeasures] = useState<Measures>(new Map());
  const counting = useRef(new Map<string, Counting>());
  const connected = useConnection() === 'open';
  const rules = JSON.stringify(excludes);
  const list = JSON.stringify(folders);

  useEffect(() => {
    if (!connected || excludes === null) return undefined;
    const going = counting.current;
    for (const [folder, { abort }] of going) {
      if (folders.includes(folder)) continue;
      abort.abort();
      going.delete(folder);
    }
    const stale = folders.filter((folder) => going.get(folder)?.key !== rules);
    const known = stale.some((folder) => going.has(folder));
    const timer = setTimeout(() => {
      for (const folder of stale) {
        going.get(folder)?.abort.abort();
        const abort = new AbortController();
        going.set(folder, { key: rules, abort });
        void count(folder, excludes, abort.signal, (found) => setMeasures((before) => new Map(before).set(folder, { measure: found.measure ?? before.get(folder)?.measure ?? null, error: found.error })));
      }
    }, known ? PAUSE : 0);
    return () => clearTimeout(timer);
    // Both lists are compared by what they hold.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [connected, list, rules]);

  useEffect(() => {
    const going = counting.current;
    if (connected) return undefined;
    for (const { abort } of going.values()) abort.abort();
    going.clear(); // counted again when the engine is back
    return undefined;
  }, [connected]);

  useEffect(() => {
    const going = counting.current;
    return () => {
      for (const { abort } of going.values()) abort.abort();
      going.clear();
    };
  }, []);
  return measures;
}

async function count(folder: string, excludes: Excludes, signal: AbortSignal, show: (found: Measured) => void): Promise<void> {
  let shown = 0;
  try {
    for await (const measure of await client.source.measure({ source: { kind: 'folder', paths: [folder], excludes } }, { signal })) {
      if (signal.aborted) return;
      if (!measure.done && performance.now() - shown < BEAT) continue;
      shown = performance.now();
      show({ measure, error: null });
    }
  } catch (error) {
    if (!signal.aborted) show({ measure: null, error });
  }
}
