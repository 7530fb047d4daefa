/** When a board is compared with its last backup by itself, and in how many files it differs. */
import type { Device, DeviceChanges } from '../../../preload/contract/device.ts';
import { fileChanges } from './device-view.ts';

/** A backup of so many milliseconds ago says itself what is on the board. */
export const FRESH = 10 * 60_000;

/** @param now milliseconds since the epoch. */
export const comparable = ({ id, state, running, unfinished, lastBackup }: Pick<Device, 'id' | 'state' | 'running' | 'unfinished' | 'lastBackup'>, now: number): boolean =>
  id !== null && state === 'connected' && running === null && unfinished === null && lastBackup !== null && now - Date.parse(lastBackup.at) >= FRESH;

/** Files that are not what they were, new and removed ones among them. */
export const changedFiles = ({ changes }: Pick<DeviceChanges, 'changes'>): number => fileChanges(changes).length;
