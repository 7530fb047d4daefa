/** Making mirrors as destinations. */
import type { Call } from '../base/call.ts';
import { Fault } from '../base/fault.ts';
import { showAddress } from '../storage/address-show.ts';
import { parseAddress, type Address } from '../storage/address.ts';
import { MirrorStore } from '../store/mirror/mirror.ts';
import type { Services } from './implementer.ts';

/** Mirrors and archives are files anybody finds: only a folder of this machine has those. @throws Fault `unsupported`. */
export function requireLocal(address: Address, format: 'mirror' | 'archive' = 'mirror'): asserts address is Extract<Address, { kind: 'local' | 'drive' }> {
  if (address.kind === 'local' || address.kind === 'drive') return;
  const sentence = format === 'mirror' ? `A mirror cannot lie at ${showAddress(address)}: it needs a folder of this machine, for its hard links.` : `Archives cannot be kept at ${showAddress(address)}: they need a folder of this machine.`;
  throw new Fault('unsupported', sentence, { advice: 'Use --format vault there, or name a folder.' });
}

export async function initMirror(destination: string, { context, destinations }: Services, call: Call): Promise<{ id: string; address: string }> {
  const address = parseAddress(destinations.address(destination), destinations.around);
  requireLocal(address);
  const located = await destinations.locate(destination);
  const mirror = await MirrorStore.make(located.folder ?? address.path, { ...destinations.folderOptions, address: located.address }, call);
  context.audited('destination init', mirror.address, { id: mirror.id, format: 'mirror' });
  return { id: mirror.id, address: mirror.address };
}
