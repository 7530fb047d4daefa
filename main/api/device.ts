/** device: MicroPython boards on serial ports. */
import { backup } from './device-backup.ts';
import { deviceOf, listDevices, watchDevices } from './device-list.ts';
import { changes, files, info, preview } from './device-look.ts';
import { clone, restore, rollback } from './device-restore.ts';
import { isPort, knownDevice } from './device-session.ts';
import { deviceWork, type DeviceWork } from './device-work.ts';
import { Fault } from '../base/fault.ts';
import type { KnownDevice } from '../state/devices.ts';
import { os } from './implementer.ts';

export const device = {
  list: os.device.list.handler(({ context: { context } }) => listDevices(context)),
  watch: os.device.watch.handler(async ({ context: { context }, signal }) => watchDevices(context, signal)),
  info, files, preview, backup, changes, restore, clone, rollback,

  save: os.device.save.handler(async ({ input: { device: ref, name }, context: { context } }) => {
    const work = deviceWork(context);
    const { id } = meant(ref, work);
    const devices = work.known.update((before) => {
      const other = before.find((one) => one.id !== id && name !== null && one.name?.toLowerCase() === name.toLowerCase());
      if (other !== undefined) throw new Fault('exists', `Another board is called "${name}" already.`, { context: { device: other.id }, advice: 'Choose another name, or rename that board first.' });
      return before.map((one) => (one.id === id ? { ...one, name } : one));
    });
    context.audited('device save', id, { name: name ?? '' });
    work.bell.ring();
    const saved = knownDevice(devices, id);
    return (await listDevices(context)).find((one) => one.id === id) ?? deviceOf(saved, null, work);
  }),

  forget: os.device.forget.handler(async ({ input, context: { context } }) => {
    const work = deviceWork(context);
    const { id } = meant(input.device, work);
    work.known.update((before) => before.filter((one) => one.id !== id));
    context.audited('device forget', id);
    work.bell.ring();
    return { forgotten: id };
  }),
};

/** By id, name, or the port it was on last. @throws Fault `missing`. */
function meant(ref: string, { known }: DeviceWork): KnownDevice {
  const devices = known.read();
  const newest = isPort(ref) ? devices.filter(({ port }) => port === ref).toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1))[0] : undefined;
  return newest ?? knownDevice(devices, ref);
}
