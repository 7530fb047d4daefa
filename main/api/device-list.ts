/** The boards that are known and the ports there are, as one list. No port is opened for it. */
import { realpathSync, statSync } from 'node:fs';
import type { Device, Unfinished } from '../../preload/contract/device.ts';
import { listPorts, type PortInfo } from '../serial/port-list.ts';
import type { KnownDevice } from '../state/devices.ts';
import type { Context } from './context.ts';
import { isPortOf } from './device-session.ts';
import { deviceWork, type DeviceWork } from './device-work.ts';

/** Milliseconds between two looks at the ports. */
const LOOK_EVERY = 1500;

export async function listDevices(context: Context): Promise<Device[]> {
  const work = deviceWork(context);
  const known = work.known.read();
  const ports = await listPorts();
  const taken = new Set<string>();
  const devices = known.map((device) => {
    const port = portNow(device, known, ports);
    if (port !== null) taken.add(port);
    return deviceOf(device, port, work);
  });
  const others = ports.filter(({ path }) => !taken.has(path)).map(newDevice);
  return [...devices.filter(({ state }) => state === 'connected'), ...others.filter(({ likely }) => likely), ...devices.filter(({ state }) => state === 'away'), ...others.filter(({ likely }) => !likely)];
}

/** At once, then whenever it is another one. */
export async function* watchDevices(context: Context, signal: AbortSignal | undefined): AsyncGenerator<Device[]> {
  let told = '';
  while (signal?.aborted !== true) {
    const devices = await listDevices(context);
    const now = JSON.stringify(devices);
    if (now !== told) yield devices;
    told = now;
    await deviceWork(context).bell.wait(signal, LOOK_EVERY);
  }
}

/** Its own serial number decides; a board without one is taken to be where it was last, if nobody else is known to be there. */
function portNow(device: KnownDevice, known: readonly KnownDevice[], ports: readonly PortInfo[]): string | null {
  const own = ports.find((port) => isPortOf(device, port));
  if (own !== undefined) return own.path;
  const last = ports.find(({ path }) => path === device.port);
  if (last === undefined && isOther(device.port, ports)) return device.port;
  const isAnothers = known.some((other) => other !== device && ((last !== undefined && isPortOf(other, last)) || (other.port === device.port && other.lastSeenAt > device.lastSeenAt)));
  const isAlike = last !== undefined && device.usb?.serialNumber == null && last.vendor === (device.usb?.vendor ?? null) && last.product === (device.usb?.product ?? null);
  return isAlike && !isAnothers ? device.port : null;
}

/** There, though no kernel lists it: a line over the network, a pseudo terminal. A link to a port that is listed is that port. */
function isOther(path: string, ports: readonly PortInfo[]): boolean {
  try {
    const real = realpathSync(path);
    return statSync(real).isCharacterDevice() && !ports.some((port) => port.path === real);
  } catch {
    return false; // not there
  }
}

export function deviceOf({ id, name, machine, version, lastSeenAt, lastBackup, care }: KnownDevice, port: string | null, work: DeviceWork): Device {
  return {
    ref: id, state: port === null ? 'away' : 'connected', id, name, port, board: machine === '' ? null : machine, likely: true, version, lastSeenAt, lastBackup, care,
    unfinished: unfinishedOf(id, work), running: work.running.get(id) ?? null,
  };
}

const newDevice = ({ path, guess }: PortInfo): Device => ({
  ref: path, state: 'new', id: null, name: null, port: path, board: guess, likely: guess !== null, version: null, lastSeenAt: null, lastBackup: null, care: null, unfinished: null, running: null,
});

/** A journal that cannot be read is still one. */
export function unfinishedOf(key: string, work: DeviceWork): Unfinished | null {
  try {
    const pending = work.journals.of(key).pending();
    return pending === null ? null : { startedAt: pending.startedAt, from: pending.from, here: true };
  } catch {
    return { startedAt: '', from: '', here: false };
  }
}
