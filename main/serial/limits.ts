/** How long the protocol waits, and how much it sends at a time. */
import { systemClock, type Clock } from '../base/clock.ts';

export interface Limits {
  /** Milliseconds a board may take for a prompt it owes. */
  readonly prompt: number;
  /** Milliseconds in all to bring a board to its prompt, whatever it does meanwhile. */
  readonly attention: number;
  /** Milliseconds without a byte, during an operation, after which something was lost. */
  readonly silence: number;
  /** Milliseconds to wait for what an interrupt calls forth. */
  readonly interrupt: number;
  /** How often one request is tried before the link counts as unusable. */
  readonly tries: number;
  readonly clock: Clock;
}

export const LIMITS: Limits = { prompt: 1000, attention: 10_000, silence: 5000, interrupt: 1000, tries: 12, clock: systemClock };
