/** The command lines of what the page's buttons do. */
import type { DrivePolicy } from '../../../preload/contract/drive-settings.ts';
import { commandLine } from '../../ui/command-line.ts';

export const adoptCommand = (drive: string, { name, policy, anew }: { name: string; policy: DrivePolicy; anew: boolean }): string =>
  commandLine('drive', 'adopt', drive, '--name', name, policy !== 'ask' && '--policy', policy !== 'ask' && policy, anew && '--anew');

export const ejectCommand = (name: string): string => commandLine('drive', 'eject', name);
