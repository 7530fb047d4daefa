/** Provisional. */
import type { JSX } from 'react';

export function RunBar(): JSX.Element | null {
  return null;
}
