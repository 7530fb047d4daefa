/** Why a port would not open, with the step that helps on this system. */
import { Fault, toFault } from '../base/fault.ts';
import { identity } from '../base/platform.ts';
import { noPortFault } from './no-port.ts';
import { portHolder, type PortHolder } from './port-holder.ts';

/** The error of the serial port package: its message carries what the system said. */
export function openingFault(path: string, error: Error, platform: NodeJS.Platform = process.platform): Fault {
  const { message } = error;
  const context = { port: path };
  if (/no such file|file not found|cannot find|ENOENT/i.test(message)) {
    return new Fault('missing', `There is no port ${path}.`, { context, cause: error, advice: 'Plug the board in, and see "holdfast device list" for the name of its port.' });
  }
  if (/inappropriate ioctl|ENOTTY|not a (tty|terminal|typewriter)|is a directory|EISDIR/i.test(message)) return noPortFault(path, error);
  if (/cannot lock|resource busy|temporarily unavailable|EBUSY/i.test(message)) return heldFault(path, portHolder(path), error);
  if (/permission denied|access denied|EACCES/i.test(message)) return platform === 'win32' ? heldFault(path, null, error) : denied(path, error, platform);
  return toFault(error, `The port ${path} cannot be opened`, context);
}

/** Another program has the port. `context.reason` is `held`: it may become free. */
export function heldFault(path: string, holder: PortHolder | null, cause?: unknown): Fault {
  const who = holder === null ? 'Another program' : `The program "${holder.name}" (process ${holder.pid})`;
  const advice = holder === null ? 'Close the other program (Thonny, a serial monitor, mpremote), then run it again.' : `Close "${holder.name}", then run it again.`;
  return new Fault('busy', `${who} uses the port ${path}.`, { context: { port: path, reason: 'held', ...(holder === null ? {} : { holder: holder.name, pid: holder.pid }) }, cause, advice });
}

function denied(path: string, cause: Error, platform: NodeJS.Platform): Fault {
  const advice = platform === 'linux' ? `Run "sudo usermod -aG dialout ${identity().username}", then log out and in again.` : 'Check the permissions of the port.';
  return new Fault('denied', `The port ${path} cannot be opened: permission denied.`, { context: { port: path }, cause, advice });
}
