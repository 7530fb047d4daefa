/** Which drive a person means: by key, id, name, device or mount point. */
import { Fault } from '../base/fault.ts';
import { nameOf, type Recognised } from '../drive/recognise.ts';

/** @throws Fault `missing`; `invalid` when several are meant. */
export function findDrive(ref: string, drives: readonly Recognised[]): Recognised {
  const place = ref.replace(/(?<=.)[\\/]+$/, '');
  const exact = drives.find(({ key, here }) => key === ref || here?.device === ref || here?.paths.some((path) => path === ref || path === place) === true);
  if (exact !== undefined) return exact;
  const named = drives.filter((drive) => drive.known?.id === ref || nameOf(drive).toLowerCase() === ref.toLowerCase());
  const [found, another] = named;
  if (found === undefined) throw new Fault('missing', `There is no drive "${ref}".`, { context: { drive: ref }, advice: 'See that it is plugged in and mounted; "holdfast drive list" shows the drives there are.' });
  if (another === undefined) return found;
  throw new Fault('invalid', `Several drives are called "${ref}": ${named.map(({ key }) => key).join(', ')}.`, { context: { drive: ref }, advice: 'Name the one that is meant by its device or its mount point.' });
}
