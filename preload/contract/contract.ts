/** The whole contract: what every host serves and every client sees. */
import { app } from './app.ts';
import { audit } from './audit.ts';
import { destination } from './destination.ts';
import { device } from './device.ts';
import { drive } from './drive.ts';
import { plan } from './plan.ts';
import { restore } from './restore.ts';
import { runProcedures as run } from './run-procedures.ts';
import { secret } from './secret.ts';
import { settings } from './settings.ts';
import { snapshotProcedures as snapshot } from './snapshot-procedures.ts';
import { source } from './source-procedures.ts';
import { verify } from './verify.ts';

export const contract = { app, audit, destination, device, drive, plan, restore, run, secret, settings, snapshot, source, verify };
export type Contract = typeof contract;
