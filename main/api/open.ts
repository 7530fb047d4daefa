/** The API in this process: the contract's client with the implementation right behind it. The composition root. */
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { DrivePrompt } from '../../preload/contract/drive.ts';
import type { Contract } from '../../preload/contract/contract.ts';
import { systemClock } from '../base/clock.ts';
import { app } from './app.ts';
import { audit } from './audit.ts';
import { Context, type ApiOptions as Options } from './context.ts';
import { destination } from './destination.ts';
import { Destinations } from './destinations.ts';
import { device } from './device.ts';
import { drive } from './drive.ts';
import { Drives } from './drives.ts';
import { os, type Services } from './implementer.ts';
import { plan } from './plan.ts';
import { restore } from './restore.ts';
import { run } from './run.ts';
import { secret } from './secret.ts';
import type { ServedFile } from './served-files.ts';
import { settings } from './settings.ts';
import { snapshot } from './snapshot.ts';
import { source } from './source.ts';
import { verify } from './verify.ts';

export type ApiOptions = Omit<Options, 'clock' | 'host'> & Partial<Pick<Options, 'clock' | 'host'>>;

export interface Api {
  client: ContractRouterClient<Contract>;
  /** The context a host gives `router` to serve it over a wire. */
  services: Services;
  /** What `snapshot.preview` promised under a URL: null when there is no such ticket (any more). */
  servedFile(ticket: string, signal: AbortSignal): Promise<ServedFile | null>;
  /** A text for people with the names of drives in place of their numbers. */
  spoken(text: string): string;
  /** For hosts that stay: drives are seen to from now on, whether anybody looks or not, until `close`. @param hear hears of every question once. */
  watchDrives(hear?: (prompt: DrivePrompt) => void): void;
  /** True while a run is going on: a host then does not just end. */
  busy(): boolean;
  /** Cancels what runs, waits for it, closes everything. */
  close(): Promise<void>;
}

export const router = os.router({ app, audit, destination, device, drive, plan, restore, run, secret, settings, snapshot, source, verify });

export async function openApi(options: ApiOptions): Promise<Api> {
  const context = new Context({ clock: systemClock, host: 'cli', ...options });
  const services: Services = { context, destinations: new Destinations(context), drives: new Drives(() => services) };
  return {
    client: createRouterClient(router, { context: services }), services,
    servedFile: (ticket, signal) => context.servedFiles.open(ticket, signal),
    watchDrives: (hear = () => undefined) => void services.drives.onPrompt(hear),
    spoken: (text) => context.drivePlaces.inWords(text),
    busy: () => context.runner.busy,
    close: () => {
      services.drives.close();
      return context.close();
    },
  };
}
