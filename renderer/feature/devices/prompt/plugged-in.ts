/** Which boards are asked about: known ones that were plugged in while the window was open, and were not backed up for a while. */
import type { Device } from '../../../../preload/contract/device.ts';

/** As with drives: what is plugged in every evening is asked about every evening. Milliseconds, for boards of which nobody has said how often. */
export const DUE_AFTER = 20 * 3_600_000;
const DAY = 86_400_000;

const isHere = ({ id, state }: Pick<Device, 'id' | 'state'>): boolean => id !== null && state === 'connected';

/** @param before null: the first that is heard, when nothing has come yet. @returns refs of known boards that were away. */
export function pluggedIn(before: readonly Device[] | null, now: readonly Device[]): string[] {
  if (before === null) return [];
  const away = new Set(before.filter(({ state }) => state === 'away').map(({ ref }) => ref));
  return now.filter((device) => isHere(device) && away.has(device.ref)).map(({ ref }) => ref);
}

/** @param now milliseconds since the epoch. */
export const isDue = ({ lastBackup, care }: Pick<Device, 'lastBackup' | 'care'>, now: number): boolean =>
  lastBackup === null || now - Date.parse(lastBackup.at) >= DUE_AFTER + ((care?.remindAfterDays ?? 1) - 1) * DAY;

/** Those of them that are still there, idle and due. */
export const askedFor = (refs: readonly string[], devices: readonly Device[], now: number): Device[] =>
  refs.flatMap((ref) => devices.filter((device) => device.ref === ref && isHere(device) && device.running === null && isDue(device, now)));

/** What goes on being asked when boards came and went. A board that is pulled out is asked about anew when it comes back. */
export function askedAfter(refs: readonly string[], before: readonly Device[] | null, now: readonly Device[]): readonly string[] {
  const here = new Set(now.filter(isHere).map(({ ref }) => ref));
  const kept = refs.filter((ref) => here.has(ref));
  return [...kept, ...pluggedIn(before, now).filter((ref) => !kept.includes(ref))];
}
