/** Runs that work with a board: found before the run begins, marked as at work while it goes. */
import type { RunKind, RunResult } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { portsOf, withDevice, type DeviceSession, type Reach } from './device-session.ts';
import { deviceWork } from './device-work.ts';
import type { Services } from './implementer.ts';

export interface DeviceRun {
  readonly kind: RunKind;
  readonly destination: string;
  readonly subject: string;
}

/** @param perform `done` takes results that stand, whatever becomes of the rest. @throws Fault for a board that is not known or not there. */
export async function startDeviceRun(
  { context }: Services, reach: Reach & { readonly items?: boolean }, { kind, destination, subject }: DeviceRun,
  perform: (session: DeviceSession, call: Call, done: RunResult[]) => Promise<RunResult | RunResult[]>,
): Promise<string> {
  await portsOf(reach.device, context);
  const work = deviceWork(context);
  const runId: string = context.runner.start({
    kind, destination, subject, ...(reach.items === undefined ? {} : { items: reach.items }),
    perform: (call, done) => withDevice(reach, context, call, async (session) => {
      work.running.set(session.key, runId);
      work.bell.ring();
      try {
        return { results: [await perform(session, call, done)].flat() };
      } finally {
        work.running.delete(session.key);
      }
    }),
  });
  return runId;
}
