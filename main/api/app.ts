/** app: what runs here, and what the host can do on the person's screen. */
import { Fault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { PROGRAM_VERSION, type Desktop } from './context.ts';
import { deviceDestination } from './device-destination.ts';
import { os } from './implementer.ts';

export const app = {
  info: os.app.info.handler(async ({ context: { context } }) => {
    const { desktop = {}, versions = {}, host } = context.options;
    return {
      version: PROGRAM_VERSION.replace('holdfast ', ''), node: process.version, platform: `${process.platform} ${process.arch}`, hostname: identity().hostname,
      home: context.folders.config, secretStore: (await context.secrets).kind, defaultVault: context.defaultVault, boards: deviceDestination(context), host,
      versions: { node: process.versions.node, sqlite: process.versions['sqlite'] ?? '', ...versions },
      can: { pickFolder: desktop.pickFolder !== undefined, reveal: desktop.reveal !== undefined },
    };
  }),
  pickFolder: os.app.pickFolder.handler(async ({ input: { title, startAt }, context: { context } }) => {
    const desktop = able(context.options.desktop, 'pickFolder', 'There is no dialog for choosing a folder here.', 'Type the path of the folder, or choose it in the list.');
    return { path: await desktop.pickFolder(title, startAt) };
  }),
  reveal: os.app.reveal.handler(async ({ input: { path }, context: { context } }) => {
    await able(context.options.desktop, 'reveal', 'There is no file manager to show it in here.', `Open it yourself: ${path}`).reveal(path);
    return { shown: true };
  }),
};

/** @throws Fault `unsupported` when this host cannot do it. */
function able<K extends keyof Desktop>(desktop: Desktop | undefined, what: K, message: string, advice: string): Required<Pick<Desktop, K>> {
  if (desktop?.[what] === undefined) throw new Fault('unsupported', message, { advice });
  return desktop as Required<Pick<Desktop, K>>;
}
