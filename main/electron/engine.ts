/** The engine's process: serves the contract over every port it is given. It outlives the window, and a window that crashed. */
import { RPCHandler } from '@orpc/server/message-port';
import type { MessagePortMain } from 'electron';
import { openApi, router, type Api } from '../api/open.ts';
import { readEnv } from '../base/env.ts';
import { stayLean } from '../base/memory.ts';
import { EngineDesktop } from './engine-desktop.ts';
import { ToEngine, type FromEngine } from './engine-messages.ts';
import { sendPreview } from './preview-wire.ts';

stayLean();
process.on('SIGHUP', () => undefined); // the terminal it was started from may go; what runs goes on

const { parentPort } = process;
const say = (message: FromEngine): void => parentPort.postMessage(message);
const desktop = new EngineDesktop(say);
/** What it stands on, where it does. */
const versions = Object.fromEntries(Object.entries(process.versions).flatMap(([name, version]) => (version !== undefined && (name === 'electron' || name === 'chrome') ? [[name, version] as const] : [])));
const opened = openApi({ env: readEnv(), cwd: process.cwd(), host: 'desktop', desktop, versions });
const handler = new RPCHandler(router);

parentPort.on('message', ({ data, ports }) => {
  const heard = ToEngine.parse(data); // our own other half speaks so, or nothing is right any more
  void opened.then((api) => obey(api, heard, ports[0]));
});
void opened.then(tellOfRuns);
void opened.then((api) => api.watchDrives((prompt) =>
  say({ type: 'drive', notice: { kind: prompt.kind, drive: prompt.drive.name, plans: 'plans' in prompt ? prompt.plans.map(({ name }) => name) : [] } })));

async function obey(api: Api, message: ToEngine, port: MessagePortMain | undefined): Promise<void> {
  switch (message.type) {
    case 'connect':
      if (port === undefined) return;
      handler.upgrade(port, { context: api.services });
      return port.start();
    case 'preview':
      return port === undefined ? undefined : sendPreview(port, (signal) => api.servedFile(message.ticket, signal));
    case 'answer':
    case 'refusal':
      return desktop.hear(message);
    case 'busy?':
      return say({ type: 'busy', busy: api.busy(), id: message.id });
    case 'close':
      await api.close();
      process.exit(0);
  }
}

/** For as long as the engine lives, whenever work begins and when none is left. */
async function tellOfRuns(api: Api): Promise<void> {
  let told = false;
  for await (const { running } of await api.client.run.live()) {
    const busy = running.length > 0;
    if (busy !== told) say({ type: 'busy', busy, id: null });
    told = busy;
  }
}
