/** drive: removable drives, known by the marker on them. */
import { Fault } from '../base/fault.ts';
import { nameOf } from '../drive/recognise.ts';
import { forget, ignore, rename, setPolicy } from './drive-changes.ts';
import { runsOn } from './drive-view.ts';
import { os } from './implementer.ts';

export const drive = {
  list: os.drive.list.handler(async ({ context: { drives } }) => {
    const { drives: found, note } = await drives.look();
    return { drives: found, note };
  }),
  watch: os.drive.watch.handler(async ({ context: { drives }, signal }) => drives.watch(signal)),
  answer: os.drive.answer.handler(async ({ input, context: { drives } }) => drives.answer(input.prompt, input.answer)),
  adopt: os.drive.adopt.handler(async ({ input: { drive: ref, ...wanted }, context: { drives } }) => drives.adopt(ref, wanted)),
  setPolicy: os.drive.setPolicy.handler(async ({ input, context: { context, drives } }) => drives.changed(await setPolicy(await drives.find(input.drive), input.policy, context))),
  rename: os.drive.rename.handler(async ({ input, context: { context, drives } }) => drives.changed(await rename(await drives.find(input.drive), input.name, context, drives.recognised))),
  ignore: os.drive.ignore.handler(async ({ input, context: { context, drives } }) => drives.changed(await ignore(await drives.find(input.drive), input.ignored, context))),
  forget: os.drive.forget.handler(async ({ input, context: { context, drives } }) => {
    const forgotten = await forget(await drives.find(input.drive), context);
    await drives.look();
    return { forgotten };
  }),
  eject: os.drive.eject.handler(async ({ input, context: services }) => {
    const { context, drives } = services;
    const found = await drives.find(input.drive);
    const name = nameOf(found);
    if (found.here === null) throw new Fault('offline', `The drive "${name}" is not plugged in.`, { context: { drive: found.key }, advice: 'There is nothing to eject.' });
    if (found.known !== null && runsOn(found.known.id, services).length > 0) throw new Fault('busy', `"${name}" cannot be ejected: a backup is being written to it.`, { context: { drive: name }, advice: 'Wait until it has ended, or cancel it.' });
    const { unmounted, poweredOff } = await context.driveSystem.eject(found.here, name);
    context.audited('drive eject', found.known?.id ?? found.key, { name, unmounted });
    await drives.look();
    return { drive: name, device: found.here.device, unmounted, poweredOff };
  }),
};
