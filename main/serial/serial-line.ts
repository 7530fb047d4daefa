/** A Line over a real serial port. */
import { realpathSync } from 'node:fs';
import type { SerialPort } from 'serialport';
import { raceAbort, sleep } from '../base/abort.ts';
import { Fault } from '../base/fault.ts';
import { Arrivals } from './arrivals.ts';
import type { Line } from './line.ts';
import { isLinux } from '../base/platform.ts';
import { refuseNoPort } from './no-port.ts';
import { heldFault, openingFault } from './opening-fault.ts';
import { portHolder } from './port-holder.ts';

const unplugged = (name: string, cause?: unknown): Fault =>
  new Fault('offline', `The board on ${name} was unplugged.`, { context: { port: name }, cause, advice: 'Plug it in again, then run it again.' });
const closed = (name: string): Fault => new Fault('offline', `The port ${name} is closed.`, { context: { port: name } });

/** How often a port that is held is tried, and milliseconds between. */
const TRIES = 5;
const BREATH = 60;

/** Opens the port for this program alone. Rejects with a Fault: `missing`, `invalid` for what is no port, `denied` with the command that helps, `busy`. */
export async function openSerialLine(path: string, baud: number, signal: AbortSignal): Promise<Line> {
  signal.throwIfAborted();
  refuseNoPort(path);
  refuseHeld(path);
  const { SerialPort: Port } = await import('serialport'); // native code, which most commands never need
  const port = new Port({ path, baudRate: baud, autoOpen: false, lock: true, hupcl: false });
  for (let tries = 1; ; tries++) {
    const error = await new Promise<Error | null | undefined>((resolve) => port.open(resolve));
    if (error === null || error === undefined) break;
    const fault = openingFault(path, error);
    if (fault.kind !== 'busy' || tries >= TRIES) throw fault;
    await sleep(BREATH, signal); // a port that was closed this moment may still be on its way out
  }
  if (signal.aborted) port.close();
  signal.throwIfAborted();
  return new SerialLine(path, port);
}

/** Most programs take no lock: two on one port would take each other's bytes. A pseudo terminal is always held by whoever made it. */
function refuseHeld(path: string): void {
  if (!isLinux || isPseudo(path)) return;
  const holder = portHolder(path);
  if (holder !== null) throw heldFault(path, holder);
}

function isPseudo(path: string): boolean {
  try {
    return realpathSync(path).startsWith('/dev/pts/');
  } catch {
    return false; // not there: opening it says so
  }
}

class SerialLine implements Line {
  readonly name: string;
  readonly #port: SerialPort;
  readonly #arrivals = new Arrivals();

  constructor(name: string, port: SerialPort) {
    this.name = name;
    this.#port = port;
    port.on('data', (bytes: Uint8Array) => this.#arrivals.push(bytes));
    port.on('error', (error) => this.#arrivals.end(unplugged(name, error)));
    port.on('close', (error: unknown) => this.#arrivals.end(error === null || error === undefined ? closed(name) : unplugged(name, error)));
  }

  write(bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#arrivals.ended !== null) return Promise.reject(this.#arrivals.ended);
    const written = new Promise<void>((resolve, reject) => {
      const lost = (): void => reject(this.#arrivals.ended ?? unplugged(this.name));
      this.#port.once('close', lost);
      this.#port.write(bytes, (error) => {
        this.#port.off('close', lost);
        if (error === null || error === undefined) resolve();
        else reject(unplugged(this.name, error));
      });
    });
    return raceAbort(written, signal);
  }

  read(within: number, signal: AbortSignal): Promise<Uint8Array | null> {
    return this.#arrivals.take(within, signal);
  }

  async close(): Promise<void> {
    this.#arrivals.end(closed(this.name));
    if (!this.#port.isOpen) return;
    await new Promise<void>((resolve) => this.#port.close(() => resolve())); // an error here means it is gone, which is what is wanted
  }
}
