/** The serial ports of this machine, with what is known about the board on each before it is opened. */
import { isLinux } from '../base/platform.ts';
import { guessBoard } from './board-guess.ts';
import { sysfsPorts } from './sysfs-ports.ts';

export interface PortInfo {
  /** As `connectBoard` takes it. */
  readonly path: string;
  /** USB vendor and product, four hexadecimal digits each; null for a port that is not USB. */
  readonly vendor: string | null;
  readonly product: string | null;
  readonly serialNumber: string | null;
  readonly manufacturer: string | null;
  /** What it probably is, in words; null when nothing speaks for a board. */
  readonly guess: string | null;
}

/** What a system tells about a port. */
export type FoundPort = Omit<PortInfo, 'guess'>;

/** USB ports before others. Ports without any hardware behind them (`/dev/ttyS0` …) are in the list too: a board may hang on them. */
export async function listPorts(): Promise<PortInfo[]> {
  const found = isLinux ? sysfsPorts() : await systemPorts();
  const ports = found.map((port) => ({ ...port, guess: guessBoard(port.vendor, port.product) }));
  return ports.sort((a, b) => Number(a.vendor === null) - Number(b.vendor === null) || (a.path < b.path ? -1 : 1));
}

async function systemPorts(): Promise<FoundPort[]> {
  const { SerialPort } = await import('serialport');
  return (await SerialPort.list()).map(portOf);
}

/** A port as the serial port package tells of it. */
export const portOf = ({ path, vendorId, productId, serialNumber, manufacturer }: Told): FoundPort => ({
  path, vendor: hex(vendorId), product: hex(productId), serialNumber: serialNumber ?? null, manufacturer: manufacturer ?? null,
});

interface Told {
  readonly path: string;
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
}

const hex = (id: string | undefined): string | null => (id === undefined ? null : id.toLowerCase().padStart(4, '0'));
