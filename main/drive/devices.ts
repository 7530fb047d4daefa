/** The disks of this machine, as `drivelist` sees them. Its native part may be missing: then less is known, and said. */
import type { Drive } from 'drivelist';

export interface Device {
  /** `/dev/sdb`, `\\.\PhysicalDrive1`. */
  node: string;
  /** Maker and model, or empty. */
  description: string;
  removable: boolean;
  system: boolean;
  readOnly: boolean;
  /** Null: no medium in it. */
  totalBytes: number | null;
  /** Where parts of it are mounted, with their labels. */
  mounted: { path: string; label: string | null }[];
  /** Used as memory by the system. */
  swap: boolean;
}

export interface Devices {
  devices: Device[];
  /** Why there are none, as a sentence. */
  note: string | null;
}

export async function readDevices(load: () => Promise<{ list(): Promise<Drive[]> }> = () => import('drivelist')): Promise<Devices> {
  try {
    return { devices: (await (await load()).list()).map(asDevice), note: null };
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { devices: [], note: `The list of disks cannot be read, so only mounted drives are shown, without maker and model (${reason}).` };
  }
}

const SWAP = '[SWAP]';

export function asDevice({ device, description, isRemovable, isUSB, isCard, isSystem, isReadOnly, size, mountpoints }: Drive): Device {
  return {
    node: device, description: description.trim(), removable: isRemovable || isUSB === true || isCard === true, system: isSystem, readOnly: isReadOnly, totalBytes: size || null,
    mounted: mountpoints.filter(({ path }) => path !== SWAP), swap: mountpoints.some(({ path }) => path === SWAP),
  };
}
