/** verify: checks what is stored. Damage found is a failed run that names it, not an error of the call. */
import type { ResultOf } from '../../preload/contract/run.ts';
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { checkMirror } from '../store/mirror/maintain/check.ts';
import { MirrorStore } from '../store/mirror/mirror.ts';
import { check } from '../store/vault/maintain/check.ts';
import type { ReadData } from '../store/read-data.ts';
import { VaultStore } from '../store/vault/vault.ts';
import type { Services } from './implementer.ts';
import { os } from './implementer.ts';

export const verify = {
  start: os.verify.start.handler(async ({ input, context: services }) => {
    const readData: ReadData = input.readData === 'none' || input.readData === 'all' ? input.readData : { subset: input.readData };
    const runId = services.context.runner.start({
      kind: 'check', destination: services.destinations.address(input.destination), subject: input.readData === 'none' ? 'structure' : `structure and data (${input.readData})`,
      perform: async (call) => {
        const result = await checkStore(input.destination, readData, services, call);
        return { results: [result], findings: result.errors.length > 0 };
      },
    });
    return { runId };
  }),
};

/** Of a mirror its directories, files and files read stand where a vault has trees, blobs and packs. */
function checkStore(ref: string | undefined, readData: ReadData, { destinations }: Services, call: Call): Promise<ResultOf<'check'>> {
  return destinations.withStore(ref, call, async (vault) => {
    if (vault instanceof MirrorStore) {
      const { errors, notes, snapshots, directories, files, filesRead, bytesRead } = await checkMirror(vault, readData, call);
      return { kind: 'check', errors, notes, snapshots, trees: directories, dataBlobs: files, packs: files, packsRead: filesRead, bytesRead, brokenPacks: [], suggestRepairIndex: false, suggestPrune: false };
    }
    if (!(vault instanceof VaultStore)) throw new Fault('unsupported', `Nothing is known of how to check ${vault.address}.`);
    const { errors, notes, snapshots, trees, dataBlobs, packs, packsRead, bytesRead, brokenPacks, suggestRepairIndex, suggestPrune } = await check(vault, { readData }, call);
    return { kind: 'check', errors, notes, snapshots, trees, dataBlobs, packs, packsRead, bytesRead, brokenPacks, suggestRepairIndex, suggestPrune };
  });
}
