/** The API in this process: the contract's client with the implementation right behind it. The composition root. */
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { Contract } from '../../preload/contract/contract.ts';
import { systemClock } from '../base/clock.ts';
import { app } from './app.ts';
import { audit } from './audit.ts';
import { Context, type ApiOptions as Options } from './context.ts';
import { destination } from './destination.ts';
import { Destinations } from './destinations.ts';
import { os } from './implementer.ts';
import { plan } from './plan.ts';
import { restore } from './restore.ts';
import { run } from './run.ts';
import { settings } from './settings.ts';
import { snapshot } from './snapshot.ts';
import { verify } from './verify.ts';

export type ApiOptions = Omit<Options, 'clock' | 'host'> & Partial<Pick<Options, 'clock' | 'host'>>;

export interface Api {
  client: ContractRouterClient<Contract>;
  /** Cancels what runs, waits for it, closes everything. */
  close(): Promise<void>;
}

export const router = os.router({ app, audit, destination, plan, restore, run, settings, snapshot, verify });

export async function openApi(options: ApiOptions): Promise<Api> {
  const context = new Context({ clock: systemClock, host: 'cli', ...options });
  const client = createRouterClient(router, { context: { context, destinations: new Destinations(context) } });
  return { client, close: () => context.close() };
}
