/** Provisional. */
import type { JSX } from 'react';

export function Palette(): JSX.Element | null {
  return null;
}
