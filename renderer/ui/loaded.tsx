/** A query's four faces in one place: loading, error, empty, content. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { Loading } from './loading.tsx';
import { Problem } from './problem.tsx';

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  lines?: number;
  /** What it means for the data when it cannot be loaded. */
  meaning?: string;
  children: (data: T) => ReactNode;
}

/** The last data stays while the engine is away: it is shown as long as there is any. */
export function Loaded<T>({ query, lines, meaning, children }: LoadedProps<T>): JSX.Element {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error !== null) return <Problem error={query.error} {...(meaning === undefined ? {} : { meaning })} retry={() => void query.refetch()} />;
  return <Loading {...(lines === undefined ? {} : { lines })} />;
}
