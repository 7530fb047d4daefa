/** Whether an opened repository is still the one at its address: another may have been made there, or a drive gone, since. */
import { isFault } from '../../../base/fault.ts';
import type { StorageCall } from '../../../storage/storage.ts';
import { decodeConfig } from '../format/config-file.ts';
import { CONFIG } from './layout.ts';
import type { Repository } from './repository.ts';

/** Reads one small file. False for a config that is gone, or that these keys do not open. @throws Fault when the storage cannot be asked. */
export async function isStillThere(repository: Repository, call: StorageCall): Promise<boolean> {
  try {
    const sealed = await repository.storage.get(CONFIG, call);
    return decodeConfig(repository.sealer.open(sealed)).id === repository.id;
  } catch (error) {
    if (isFault(error, 'missing') || isFault(error, 'damaged')) return false;
    throw error;
  }
}
