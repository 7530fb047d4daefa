/** How much a run may take of the machine: what was asked for, or else the settings. */
import type { Speed } from '../../preload/contract/speed.ts';
import { apply, type Effort } from '../base/effort.ts';
import type { Context } from './context.ts';

export interface EffortWanted {
  speed?: Speed | undefined;
  /** Nobody waits for it. */
  unattended?: boolean | undefined;
}

const EFFORT = {
  fast: () => 'full',
  normal: (unattended) => (unattended ? 'low' : 'full'),
  gentle: () => 'gentle',
} as const satisfies Record<Speed, (unattended: boolean) => Effort>;

/**
 * A program started for this one run steps back as a whole. One that also answers a window does not, because there is no way back: there only the threads
 * that read and store do.
 */
export function effortOf({ speed, unattended = false }: EffortWanted, { settings, options }: Pick<Context, 'settings' | 'options'>): Effort {
  const effort = EFFORT[speed ?? settings.read().speed](unattended);
  if (options.host === 'cli') apply(effort);
  return effort;
}
