/** What the command line needs from the world, so that tests can bring their own. */
import type { Readable, Writable } from 'node:stream';
import type { Api, ApiOptions } from '../api/open.ts';
import { systemClock, type Clock } from '../base/clock.ts';
import { readEnv, type Env } from '../base/env.ts';
import type { SignalSource } from './interrupts.ts';
import type { Sink } from './output.ts';

export interface Host {
  readonly env: Env;
  readonly cwd: string;
  readonly clock: Clock;
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Sink;
  readonly stderr: Sink & Writable;
  readonly signals: SignalSource;
  /** Ends the process at once. */
  exit(code: number): void;
  openApi(options: ApiOptions): Promise<Api>;
}

export const processHost = (): Host => ({
  env: readEnv(),
  cwd: process.cwd(),
  clock: systemClock,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
  exit: (code) => process.exit(code),
  openApi: async (options) => (await import('../api/open.ts')).openApi(options),
});
