/** verify: checks what is stored. Damage found is a failed run that names it, not an error of the call. */
import type { ReadData } from '../store/read-data.ts';
import { os } from './implementer.ts';
import { checkStore } from './store-upkeep.ts';

export const verify = {
  start: os.verify.start.handler(async ({ input, context: services }) => {
    const readData: ReadData = input.readData === 'none' || input.readData === 'all' ? input.readData : { subset: input.readData };
    const runId = services.context.runner.start({
      kind: 'check', destination: services.destinations.address(input.destination), subject: input.readData === 'none' ? 'structure' : `structure and data (${input.readData})`,
      perform: async (call) => {
        const result = await services.destinations.withStore(input.destination, call, (store) => checkStore(store, readData, call));
        return { results: [result], findings: result.errors.length > 0 };
      },
    });
    return { runId };
  }),
};
