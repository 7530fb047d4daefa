/** Why a port would not open, with the step that helps on this system. */
import { Fault, toFault } from '../base/fault.ts';

/** The error of the serial port package: its message carries what the system said. */
export function openingFault(path: string, error: Error, platform: NodeJS.Platform = process.platform): Fault {
  const { message } = error;
  const context = { port: path };
  if (/no such file|file not found|cannot find|ENOENT/i.test(message)) {
    return new Fault('missing', `There is no port ${path}.`, { context, cause: error, advice: 'Plug the board in, and see "holdfast device list" for the name of its port.' });
  }
  if (/cannot lock|resource busy|temporarily unavailable|EBUSY/i.test(message)) {
    return new Fault('busy', `Another program uses the port ${path}.`, { context, cause: error, advice: 'Close the other program (Thonny, a serial monitor, mpremote), then run it again.' });
  }
  if (/permission denied|access denied|EACCES/i.test(message)) return denied(path, error, platform);
  return toFault(error, `The port ${path} cannot be opened`, context);
}

function denied(path: string, cause: Error, platform: NodeJS.Platform): Fault {
  if (platform === 'win32') {
    return new Fault('busy', `Another program uses the port ${path}.`, { context: { port: path }, cause, advice: 'Close the other program (Thonny, a serial monitor, mpremote), then run it again.' });
  }
  const advice = platform === 'linux' ? 'Run "sudo usermod -aG dialout $USER", then log out and in again.' : 'Check the permissions of the port.';
  return new Fault('denied', `The port ${path} cannot be opened: permission denied.`, { context: { port: path }, cause, advice });
}
