/** From a port, an id or a name to a board that is connected, known, and given back as it was found. */
import { existsSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import type { z } from 'zod';
import type { OnBoard } from '../../preload/contract/device-spec.ts';
import { sleep } from '../base/abort.ts';
import type { Call } from '../base/call.ts';
import { Fault, isFault } from '../base/fault.ts';
import type { Board } from '../serial/board.ts';
import { connectBoard } from '../serial/connect.ts';
import { listPorts, type PortInfo } from '../serial/port-list.ts';
import type { KnownDevice } from '../state/devices.ts';
import type { Context } from './context.ts';
import { deviceWork } from './device-work.ts';

/** How a board is to be reached. */
export type Reach = z.infer<typeof OnBoard> & { readonly afterwards?: 'as-found' | 'restart' };

export interface DeviceSession {
  readonly board: Board;
  /** Names the board for good; boards without an id are named by their port. */
  readonly key: string;
  /** Null for a board that tells no id. */
  readonly known: KnownDevice | null;
}

/** Milliseconds between two looks at a port another program holds. */
const LOOK_AGAIN = 500;

export const isPort = (ref: string): boolean => ref.startsWith('/') || /^COM\d+$/i.test(ref);

/** By id or, whatever its case, by name. @throws Fault `missing`. */
export function knownDevice(devices: readonly KnownDevice[], ref: string): KnownDevice {
  const found = devices.find(({ id }) => id === ref) ?? devices.find(({ name }) => name?.toLowerCase() === ref.toLowerCase());
  if (found !== undefined) return found;
  throw new Fault('missing', `No board "${ref}" is known.`, { context: { device: ref }, advice: 'Name the port it is on, or see "holdfast device list".' });
}

/** By id, name, or the port it was on last. @throws Fault `missing`. */
export function meantDevice(devices: readonly KnownDevice[], ref: string): KnownDevice {
  return lastOn(devices, ref) ?? knownDevice(devices, ref);
}

/** The board that was on a port last; undefined: none, or it is no port. */
const lastOn = (devices: readonly KnownDevice[], ref: string): KnownDevice | undefined =>
  isPort(ref) ? devices.filter(({ port }) => port === ref).toSorted((a, b) => (a.lastSeenAt < b.lastSeenAt ? 1 : -1))[0] : undefined;

/** How a board is protected, as far as it can be told before it is met. */
export const careBefore = (ref: string, context: Context): KnownDevice['care'] => {
  const devices = deviceWork(context).known.read();
  return (isPort(ref) ? lastOn(devices, ref) : knownDevice(devices, ref))?.care ?? null;
};

/** How a board is called in lists and in snapshots. */
export const titleOf = ({ known, board }: DeviceSession): string => known?.name ?? known?.id ?? board.info.port;
/** The same before it is met: its name where it has one, else as it was referred to; ids of snapshots are cut to what people read. */
export const calledOf = (ref: string, context: Context): string =>
  /^[0-9a-f]{64}$/.test(ref) ? ref.slice(0, 8) : (deviceWork(context).known.read().find(({ id }) => id === ref)?.name ?? ref);
/** Stands where other snapshots have the name of a machine: the board of one name is always the same. */
export const hostOf = (key: string): string => `board-${key}`;

/** Ports the board may be on, the likeliest first. @throws Fault `missing` or `offline`. */
export async function portsOf(ref: string, context: Context): Promise<{ ports: string[]; id: string | null }> {
  if (isPort(ref)) return { ports: [ref], id: null };
  const devices = deviceWork(context).known.read();
  const known = knownDevice(devices, ref);
  const ports = likelyPorts(known, devices, await listPorts());
  if (ports.length > 0) return { ports, id: known.id };
  throw away(known);
}

/** @param ports those of this machine now. */
export function likelyPorts(known: KnownDevice, devices: readonly KnownDevice[], ports: readonly PortInfo[]): string[] {
  const own = ports.filter((port) => isPortOf(known, port)).map(({ path }) => path);
  if (own.length > 0) return own;
  const others = ports.filter((port) => port.guess !== null && !devices.some((device) => isPortOf(device, port))).map(({ path }) => path);
  return [...new Set([...(existsSync(known.port) && !devices.some((device) => device !== known && device.port === known.port) ? [known.port] : []), ...others])];
}

/** A serial number of its own, seen before: the board itself, whatever port it has. */
export const isPortOf = ({ usb }: KnownDevice, { vendor, product, serialNumber }: PortInfo): boolean =>
  usb !== null && usb.serialNumber !== null && usb.serialNumber === serialNumber && usb.vendor === vendor && usb.product === product;

const away = ({ name, id, port }: KnownDevice): Fault =>
  new Fault('offline', `The board "${name ?? id}" is not plugged in.`, { context: { device: id, port }, advice: 'Plug it in, then run it again; or name its port.' });

/** Connects, works, gives the board back. @throws Fault of `connectBoard`; `offline` when the board meant is on no port. */
export async function withDevice<T>(reach: Reach, context: Context, call: Call, work: (session: DeviceSession) => Promise<T>): Promise<T> {
  const { ports, id } = await portsOf(reach.device, context);
  const devices = deviceWork(context);
  let failure: Fault | null = null;
  for (const port of ports) {
    const done = await devices.turn(port, async () => {
      const board = await connected(port, reach, context, call).catch((error: unknown) => {
        if (ports.length === 1 || !isFault(error) || !ELSEWHERE.has(error.kind)) throw error;
        failure ??= error;
        return null;
      });
      if (board === null) return null;
      const found = id === null || board.info.id === id;
      try {
        return found ? { result: await work({ board, ...(await met(board, context)) }) } : null;
      } finally {
        await board.close(found && reach.afterwards === 'restart' ? true : undefined);
        devices.bell.ring();
      }
    });
    if (done !== null) return done.result;
  }
  throw failure ?? away(knownDevice(devices.known.read(), reach.device));
}

/** What a port may say while the board that is meant is on another. */
const ELSEWHERE: ReadonlySet<string> = new Set(['busy', 'offline', 'unsupported', 'missing', 'invalid']);

/** Waits for a port another program holds, as long as was asked for. */
async function connected(port: string, { baud, interrupt, wait }: Reach, { clock }: Context, call: Call): Promise<Board> {
  const end = clock.monotonic() + 1000 * wait;
  for (let told = false; ; told = true) {
    try {
      return await connectBoard(port, { signal: call.signal, interrupt, ...(baud === undefined ? {} : { baud }) });
    } catch (error) {
      if (!isFault(error, 'busy') || error.context['reason'] !== 'held' || clock.monotonic() >= end) throw error;
      if (!told) call.report({ item: port, during: 'connect', severity: 'note', fault: error });
      await sleep(LOOK_AGAIN, call.signal);
    }
  }
}

/** What a link such as those in `/dev/serial/by-id` leads to. */
function realPort(port: string): string {
  try {
    return realpathSync(port);
  } catch {
    return port; // no path, or gone by now
  }
}

/** Learns, or learns again, what there is to know of it. */
async function met({ info }: Board, context: Context): Promise<Pick<DeviceSession, 'key' | 'known'>> {
  const { id, port, machine, version } = info;
  if (id === null) return { key: `port-${basename(port)}`, known: null };
  const hardware = (await listPorts()).find(({ path }) => path === realPort(port));
  const usb = hardware?.vendor == null ? null : { vendor: hardware.vendor, product: hardware.product, serialNumber: hardware.serialNumber };
  const seen = { id, machine, version, port: hardware?.path ?? port, usb, lastSeenAt: new Date(context.clock.now()).toISOString() };
  const devices = deviceWork(context).known.update((before) => {
    const known = before.find((device) => device.id === id);
    return [...before.filter((device) => device !== known), { name: null, lastBackup: null, care: null, ...known, ...seen }];
  });
  return { key: id, known: knownDevice(devices, id) };
}
