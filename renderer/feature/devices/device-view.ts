/** A board as the pages show it: what it is called, how it stands, and in which group it is listed. */
import type { Device, DeviceChanges } from '../../../preload/contract/device.ts';
import type { State } from '../../ui/state-mark.tsx';

/** The worst or most pressing thing that is true of a board. */
export type Standing = 'unfinished' | 'busy' | 'never' | 'old' | 'safe' | 'new' | 'away';

export const MARK: Record<Standing, State> = { unfinished: 'failed', busy: 'busy', never: 'attention', old: 'attention', safe: 'safe', new: 'none', away: 'none' };

/** From so many milliseconds on a backup is called old, where nobody has said how often there is to be one. */
export const OLD_AFTER = 7 * 86_400_000;

/** @param now milliseconds since the epoch. */
export function standingOf({ state, running, unfinished, lastBackup, care }: Pick<Device, 'state' | 'running' | 'unfinished' | 'lastBackup' | 'care'>, now: number): Standing {
  if (running !== null) return 'busy';
  if (unfinished !== null) return 'unfinished';
  if (state !== 'connected') return state;
  if (lastBackup === null) return 'never';
  return now - Date.parse(lastBackup.at) >= (care === null ? OLD_AFTER : (care.remindAfterDays + 1) * 86_400_000) ? 'old' : 'safe';
}

type Called = Pick<Device, 'name' | 'board' | 'id' | 'port' | 'ref'>;

/** The name it was given; else what it is; else where it is. */
export const titleOf = ({ name, board, id, port, ref }: Called): string => name ?? board ?? id ?? port ?? ref;

/** What tells it from another one, beside its title. */
export const factsOf = (device: Called): string[] => [device.board, device.id].filter((fact) => fact !== null && fact !== titleOf(device)).map(String);

export interface Groups {
  here: Device[];
  away: Device[];
  /** Ports that nothing speaks for a board on. */
  others: Device[];
}

/** The engine's order is kept, so that nothing jumps. */
export const grouped = (devices: readonly Device[]): Groups => ({
  here: devices.filter(({ state, likely }) => state === 'connected' || (state === 'new' && likely)),
  away: devices.filter(({ state }) => state === 'away'),
  others: devices.filter(({ state, likely }) => state === 'new' && !likely),
});

/** Boards without an id cannot be told apart, so that nothing can be kept about them; of a port nobody has asked it is not known yet. */
export const isKeepable = ({ id, state }: Pick<Device, 'id' | 'state'>): boolean => id !== null || state === 'new';

/** What is plugged in and could be protected, and is not. */
export const offeredOf = (devices: readonly Device[]): Device[] => devices.filter((device) => device.state !== 'away' && device.likely && device.care === null && isKeepable(device));

/** By what it is referred to, or by the port it is on. */
export const deviceOf = (devices: readonly Device[], ref: string): Device | undefined => devices.find((device) => device.ref === ref) ?? devices.find(({ port }) => port === ref);

/** What the contract takes for a name. */
export const isName = (text: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._ -]{0,63}$/u.test(text);

export const isPort = (text: string): boolean => /^\/[^\s]+$/.test(text) || /^COM\d+$/i.test(text);

/** The command in a sentence of advice, in quotation marks; null: there is none. */
export const commandIn = (advice: string): string | null => /"(sudo [^"]+)"/.exec(advice)?.[1] ?? null;

export const SIGNS: Record<DeviceChanges['changes'][number]['change'], string> = { added: '＋', removed: '✕', changed: '✎' };

/** Directories are only worth a line when they are empty: their files say the rest. */
export function fileChanges(changes: DeviceChanges['changes']): DeviceChanges['changes'] {
  return changes.filter(({ type, path }) => type === 'file' || !changes.some((other) => other.path.startsWith(`${path}/`)));
}

/** Where a backup goes when nothing is said: the engine knows how a board is protected; else where it went last. */
export const placeFor = ({ care, lastBackup }: Pick<Device, 'care' | 'lastBackup'>): string | undefined => (care === null ? lastBackup?.destination : undefined);
