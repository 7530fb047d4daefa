/** App: what runs here. */
import { oc } from '@orpc/contract';
import { z } from 'zod';

export const app = {
  info: oc.output(z.object({ version: z.string(), node: z.string(), platform: z.string(), home: z.string(), secretStore: z.string(), defaultVault: z.string() })),
};
