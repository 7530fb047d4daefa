/** Letting go of a drive with the system's own tools; arguments are never read by a shell. */
import { Fault, isFault } from '../base/fault.ts';
import { runCommand } from '../base/process/run.ts';
import type { DrivePlace } from './connected.ts';
import { holdersOf, inWords } from './holders.ts';

export interface Ejected {
  /** Mount points it is gone from. */
  unmounted: string[];
  /** Whether the device was switched off too. */
  poweredOff: boolean;
}

/** Runs a program to its end; a test has its own. */
export type Run = (argv: readonly [string, ...string[]]) => Promise<unknown>;

/** Milliseconds: a slow stick may have much to write yet. */
const PATIENCE = 120_000;
const run: Run = (argv) => runCommand(argv, { signal: AbortSignal.timeout(PATIENCE), deadlineMs: PATIENCE, env: { ...baseEnvironment } });
/** Tools are to speak English, so that what they say can be understood here, and are found without the user's own path. */
const baseEnvironment = { PATH: '/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin:/run/current-system/sw/bin', LC_ALL: 'C' };

/** Everything written reaches the medium. On Windows ejecting does that. */
export async function flushPath(path: string, platform: NodeJS.Platform = process.platform): Promise<void> {
  if (platform === 'linux') await run(['sync', '-f', path]);
  else if (platform === 'darwin') await run(['sync']);
}

/** @throws Fault `busy` naming the programs that hold it; `denied`, `invalid`, `unsupported`. */
export async function ejectPlace(place: DrivePlace, name: string, platform: NodeJS.Platform = process.platform, tool: Run = platform === 'win32' ? runWindows : run): Promise<Ejected> {
  if (place.paths.length === 0) throw new Fault('missing', `"${name}" is not mounted: it can be pulled out.`, { advice: 'Nothing more need be done.' });
  if (platform === 'win32') return ejectWindows(place, name, tool);
  if (platform === 'darwin') return ejectMac(place, name, tool);
  return ejectLinux(place, name, tool);
}

/** The last mounted goes first: one may lie in another. */
async function ejectLinux({ device, paths }: DrivePlace, name: string, tool: Run): Promise<Ejected> {
  const unmounted: string[] = [];
  for (const path of [...paths].reverse()) {
    await tool(['umount', '--', path]).catch(async (error: unknown) => {
      const asked = device === null ? null : await tool(['udisksctl', 'unmount', '--no-user-interaction', '-b', device]).then(() => 'done' as const, () => null); // mounted for this user by the desktop, which alone may unmount it
      if (asked === null) throw refused(name, paths, error);
    });
    unmounted.push(path);
  }
  const poweredOff = device !== null && (await tool(['udisksctl', 'power-off', '--no-user-interaction', '-b', device]).then(() => true, () => false)); // not every machine has it, not every drive can
  return { unmounted, poweredOff };
}

async function ejectMac({ paths: [path = ''], paths }: DrivePlace, name: string, tool: Run): Promise<Ejected> {
  await tool(['diskutil', 'eject', path]).catch((error: unknown) => {
    throw refused(name, paths, error);
  });
  return { unmounted: paths, poweredOff: true };
}

/** The drive is named by an argument of its own, which the script reads as text and never as code. */
const WINDOWS_EJECT = "$d = $args[0]; Write-VolumeCache -DriveLetter $d[0]; (New-Object -ComObject Shell.Application).NameSpace(17).ParseName($d).InvokeVerb('Eject'); for ($i = 0; $i -lt 40; $i++) { if (-not (Test-Path -LiteralPath ($d + '\\'))) { exit 0 }; Start-Sleep -Milliseconds 250 }; [Console]::Error.WriteLine('target is busy'); exit 1";
const runWindows: Run = (argv) => runCommand(argv, { signal: AbortSignal.timeout(PATIENCE), deadlineMs: PATIENCE });

async function ejectWindows({ paths: [path = ''], paths }: DrivePlace, name: string, tool: Run): Promise<Ejected> {
  if (!/^[A-Z]:\\?$/i.test(path)) throw new Fault('unsupported', `"${name}" is mounted in a folder, ${path}, and Windows ejects letters only.`, { advice: 'Eject it in the taskbar.' });
  await tool(['powershell.exe', '-NoProfile', '-NonInteractive', '-Command', `& { ${WINDOWS_EJECT} }`, path.slice(0, 2)]).catch((error: unknown) => {
    throw refused(name, paths, error);
  });
  return { unmounted: paths, poweredOff: false };
}

/** Why a tool would not, in words that help. */
function refused(name: string, paths: readonly string[], error: unknown): unknown {
  if (!isFault(error)) return error;
  const { message, kind } = error;
  if (kind === 'missing') return new Fault('unsupported', `"${name}" cannot be ejected here: ${message}`, { cause: error, advice: 'Eject it in the file manager.' });
  if (/busy|in use|dissent/i.test(message)) {
    const programs = inWords(holdersOf(paths));
    return new Fault('busy', `"${name}" cannot be ejected: ${programs === null ? 'a program' : programs} still uses it.`, {
      context: { drive: name, ...(programs === null ? {} : { programs }) }, cause: error, advice: 'Close what is open on it, and eject it again. Do not pull it out yet.',
    });
  }
  if (/permission|not permitted|superuser|not authorized/i.test(message)) return new Fault('denied', `"${name}" may not be ejected by this user: ${message}`, { cause: error, advice: 'Eject it in the file manager, or as an administrator.' });
  return new Fault('busy', `"${name}" cannot be ejected: ${message}`, { cause: error, advice: 'Eject it in the file manager. Do not pull it out yet.' });
}
