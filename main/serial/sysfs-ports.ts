/** Serial ports as the Linux kernel lists them: without udev, which small systems and containers do not have. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FoundPort } from './port-list.ts';

/** Names of ttys that have hardware behind them. */
const SERIAL = /^tty(S|USB|ACM|AMA|THS|GS|O|SAC|mxc|HS|PS|SC|XR)\d+$/;

/** @param tty the kernel's class of ttys. @param dev where their nodes are. */
export function sysfsPorts(tty = '/sys/class/tty', dev = '/dev'): FoundPort[] {
  return namesIn(tty).filter((name) => SERIAL.test(name) && existsSync(join(dev, name))).flatMap((name) => {
    const device = realPath(join(tty, name, 'device'));
    if (device === null) return [];
    const usb = usbAbove(device);
    if (usb === null) return isRealUart(join(tty, name)) ? [{ path: join(dev, name), vendor: null, product: null, serialNumber: null, manufacturer: null }] : [];
    return [{ path: join(dev, name), vendor: text(usb, 'idVendor'), product: text(usb, 'idProduct'), serialNumber: text(usb, 'serial'), manufacturer: text(usb, 'manufacturer') }];
  });
}

/** The USB device an interface belongs to lies at most a few levels above it. */
function usbAbove(device: string): string | null {
  for (let [at, levels] = [device, 0]; levels < 5 && at !== '/'; at = dirname(at), levels++) if (existsSync(join(at, 'idVendor'))) return at;
  return null;
}

/** The kernel makes nodes for PC ports nobody has: their chip is of type 0. */
const isRealUart = (tty: string): boolean => text(tty, 'type') !== '0';

function text(directory: string, name: string): string | null {
  try {
    return readFileSync(join(directory, name), 'utf8').trim() || null;
  } catch {
    return null; // unplugged meanwhile, or the device does not tell
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // a system without ttys
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}
