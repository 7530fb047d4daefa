/** The boards that are known, by their ids: in a file of their own, because boards are met, not set. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeviceBackedUp } from '../../preload/contract/device.ts';
import { DeviceCare } from '../../preload/contract/device-care.ts';
import { DeviceName } from '../../preload/contract/device-name.ts';
import { exclusively } from '../base/exclusive.ts';
import { Fault, toFault } from '../base/fault.ts';
import { writeWhole } from '../base/write-whole.ts';

export const KnownDevice = z.object({
  id: z.string().min(1),
  name: DeviceName.nullable(),
  /** As it named itself when last asked. */
  machine: z.string(),
  version: z.string(),
  /** Where it was last. */
  port: z.string(),
  /** What its port told of itself: a board with a serial number of its own is known again without being asked. */
  usb: z.object({ vendor: z.string(), product: z.string().nullable(), serialNumber: z.string().nullable() }).nullable(),
  lastSeenAt: z.string(),
  lastBackup: DeviceBackedUp.nullable(),
  care: DeviceCare.nullable().default(null),
});
export type KnownDevice = z.infer<typeof KnownDevice>;

const Document = z.object({ version: z.literal(1), devices: z.array(KnownDevice) });

export class DevicesFile {
  readonly path: string;
  readonly #home: string;

  /** @param home the state folder; made when the first board is met. */
  constructor(home: string) {
    this.#home = home;
    this.path = join(home, 'devices.json');
  }

  /** @throws Fault `invalid` for a file that is not as it should be; it is left as it is. */
  read(): KnownDevice[] {
    let text: string;
    try {
      text = readFileSync(this.path, 'utf8');
    } catch (error) {
      const fault = toFault(error, `The list of boards ${this.path} cannot be read`, { path: this.path });
      if (fault.kind === 'missing') return [];
      throw fault;
    }
    try {
      return Document.parse(JSON.parse(text)).devices;
    } catch (error) {
      throw new Fault('invalid', `The list of boards ${this.path} is not as it should be.`, { context: { path: this.path }, cause: error, advice: 'Repair it, or move it away: boards are learnt anew when they are plugged in.' });
    }
  }

  /** What is there now, changed; no other process can write in between. */
  update(change: (devices: KnownDevice[]) => KnownDevice[]): KnownDevice[] {
    return exclusively(join(this.#home, 'devices.lock'), () => {
      const devices = change(this.read());
      writeWhole(this.path, `${JSON.stringify({ version: 1, devices: z.array(KnownDevice).parse(devices) }, null, 2)}\n`);
      return devices;
    });
  }
}
