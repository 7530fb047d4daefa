/** app: what runs here. */
import { PROGRAM_VERSION } from './context.ts';
import { os } from './implementer.ts';

export const app = {
  info: os.app.info.handler(async ({ context: { context } }) => ({
    version: PROGRAM_VERSION.replace('holdfast ', ''), node: process.version, platform: `${process.platform} ${process.arch}`,
    home: context.folders.config, secretStore: (await context.secrets).kind, defaultVault: context.defaultVault,
  })),
};
