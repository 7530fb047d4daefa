/** The command lines of what the buttons do. */
import { commandLine } from '../../ui/command-line.ts';

export const backupCommand = (device: string, destination?: string): string => commandLine('device', 'backup', device, destination !== undefined && '--to', destination);

export const changesCommand = (device: string, snapshot?: string, destination?: string): string => commandLine('device', 'diff', device, snapshot?.slice(0, 8), destination !== undefined && '-r', destination);
