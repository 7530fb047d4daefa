/** Grey shapes where content will be, and only when it takes longer than 200 ms. */
import { Skeleton } from '@mantine/core';
import { useEffect, useState, type JSX } from 'react';
import { useText } from '../text/language.tsx';

/** True once something has been awaited for a while. */
export function useLate(waiting: boolean, milliseconds = 200): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [waiting, milliseconds]);
  return waiting && late;
}

/** True once the component has been there for a while. */
export const useDelayed = (): boolean => useLate(true);

/** @param lines about as many as the content will have, so that nothing jumps. */
export function Loading({ lines = 4, height = 20 }: { lines?: number; height?: number }): JSX.Element {
  const { t } = useText();
  const shown = useDelayed();
  return (
    <div role="status" style={{ minHeight: lines * (height + 8) }}>
      {shown && <span className="sr-only">{t.common.loading}</span>}
      {shown && Array.from({ length: lines }, (_, index) => <Skeleton key={index} height={height} mb={8} width={`${95 - ((index * 17) % 40)}%`} animate={false} />)}
    </div>
  );
}
