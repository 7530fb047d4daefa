/** What is no serial port is said to be none before it is opened, so that nothing strange is written to and nobody is called its holder. */
import { readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename } from 'node:path';
import { isLinux } from '../base/platform.ts';
import { Fault } from '../base/fault.ts';

export const noPortFault = (path: string, cause?: unknown): Fault =>
  new Fault('invalid', `${path} is no serial port.`, { context: { port: path }, cause, advice: 'See "holdfast device list --all" for the ports there are.' });

/** @throws Fault `invalid` for a path that is there and is no serial port: a file, a directory, a device of another kind. */
export function refuseNoPort(path: string, platform: NodeJS.Platform = process.platform): void {
  if (platform === 'win32') return; // ports have no paths there
  const found = statOrNull(path);
  if (found !== null && (!found.isCharacterDevice() || (isLinux && !isTty(found)))) throw noPortFault(path);
}

/** Null when nothing is there: opening it says so. */
function statOrNull(path: string): Stats | null {
  try {
    return statSync(realpathSync(path));
  } catch {
    return null;
  }
}

/** Numbers of the kernel: pseudo terminals; consoles and what leads to the terminal of a process. */
const PSEUDO = { from: 136, to: 143 };
const CONSOLE = 4;
const CONSOLES = 64;
const OF_PROCESS = 5;

/** Told by its numbers: opening a board's port to see would reset some boards. */
function isTty({ rdev }: Stats): boolean {
  const [major, minor] = [((rdev >> 8) & 0xfff), (rdev & 0xff) | ((rdev >> 12) & 0xfff00)];
  if (major >= PSEUDO.from && major <= PSEUDO.to) return true;
  if (major === OF_PROCESS || (major === CONSOLE && minor < CONSOLES)) return false;
  try {
    return basename(readlinkSync(`/sys/dev/char/${major}:${minor}/subsystem`)) === 'tty';
  } catch {
    return true; // the system does not tell: opening it does
  }
}
