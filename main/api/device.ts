/** device: MicroPython boards on serial ports. */
import { backup } from './device-backup.ts';
import { deviceOf, listDevices, watchDevices } from './device-list.ts';
import { changes, files, info, preview } from './device-look.ts';
import { clone, restore, rollback } from './device-restore.ts';
import { protect } from './device-protect.ts';
import { knownDevice, meantDevice } from './device-session.ts';
import { deviceWork } from './device-work.ts';
import { Fault } from '../base/fault.ts';
import { os } from './implementer.ts';

export const device = {
  list: os.device.list.handler(({ context: { context } }) => listDevices(context)),
  watch: os.device.watch.handler(async ({ context: { context }, signal }) => watchDevices(context, signal)),
  info, files, preview, backup, changes, restore, clone, rollback, protect,

  save: os.device.save.handler(async ({ input: { device: ref, name }, context: { context } }) => {
    const work = deviceWork(context);
    const { id } = meantDevice(work.known.read(), ref);
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
    const { id } = meantDevice(work.known.read(), input.device);
    work.known.update((before) => before.filter((one) => one.id !== id));
    context.audited('device forget', id);
    work.bell.ring();
    return { forgotten: id };
  }),
};
