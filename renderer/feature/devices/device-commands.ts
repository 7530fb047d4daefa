/** The command lines of what the buttons do. */
import type { Device } from '../../../preload/contract/device.ts';
import { commandLine } from '../../ui/command-line.ts';
import { placeFor } from './device-view.ts';

export const backupCommand = (device: string, destination?: string): string => commandLine('device', 'backup', device, destination !== undefined && '--to', destination);

/** Where the button of its card puts it. */
export const cardCommand = (device: Pick<Device, 'name' | 'ref' | 'care' | 'lastBackup'>): string => backupCommand(device.name ?? device.ref, placeFor(device));

export const changesCommand = (device: string, snapshot?: string, destination?: string): string => commandLine('device', 'diff', device, snapshot?.slice(0, 8), destination !== undefined && '-r', destination);
