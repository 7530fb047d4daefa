/** Provisional. */
import type { JSX } from 'react';

export function Bell(): JSX.Element | null {
  return null;
}
