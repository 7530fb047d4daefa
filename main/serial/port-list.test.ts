/** Ports as the kernel lists them: USB boards with their ids, real chips, and none of the nodes nothing is behind. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { guessBoard } from './board-guess.ts';
import { listPorts, portOf } from './port-list.ts';
import { sysfsPorts } from './sysfs-ports.ts';

function kernel(): { tty: string; dev: string; add(name: string, device: string, files?: Record<string, string>): void } {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-sys-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [tty, dev] = [join(root, 'class/tty'), join(root, 'dev')];
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  return {
    tty, dev,
    add: (name, device, files = {}) => {
      put(join(dev, name), '');
      mkdirSync(join(tty, name), { recursive: true });
      mkdirSync(join(root, 'devices', device), { recursive: true });
      symlinkSync(join(root, 'devices', device), join(tty, name, 'device'));
      for (const [path, content] of Object.entries(files)) put(path.startsWith('tty:') ? join(tty, name, path.slice(4)) : join(root, 'devices', path), `${content}\n`);
    },
  };
}

describe('sysfsPorts', () => {
  it('finds USB boards with their ids, and real chips', () => {
    const { tty, dev, add } = kernel();
    add('ttyACM0', 'usb1/1-2/1-2:1.0', { 'usb1/1-2/idVendor': '2e8a', 'usb1/1-2/idProduct': '0005', 'usb1/1-2/serial': 'e6614103e7', 'usb1/1-2/manufacturer': 'MicroPython' });
    add('ttyUSB3', 'usb1/1-4/1-4:1.0/ttyUSB3', { 'usb1/1-4/idVendor': '1a86', 'usb1/1-4/idProduct': '7523' });
    add('ttyS0', 'pnp/00:01', { 'tty:type': '4' });
    add('ttyS1', 'platform/serial8250', { 'tty:type': '0' });
    add('ttyprintk', 'virtual/x');
    expect(sysfsPorts(tty, dev)).toEqual([
      { path: join(dev, 'ttyACM0'), vendor: '2e8a', product: '0005', serialNumber: 'e6614103e7', manufacturer: 'MicroPython' },
      { path: join(dev, 'ttyS0'), vendor: null, product: null, serialNumber: null, manufacturer: null },
      { path: join(dev, 'ttyUSB3'), vendor: '1a86', product: '7523', serialNumber: null, manufacturer: null },
    ]);
  });

  it('finds nothing where there is nothing', () => {
    expect(sysfsPorts('/nowhere', '/nowhere')).toEqual([]);
  });
});

describe('portOf', () => {
  it('is the same on every system', () => {
    expect(portOf({ path: 'COM3', vendorId: '2E8A', productId: '5', serialNumber: 'e661', manufacturer: 'MicroPython' })).toEqual({ path: 'COM3', vendor: '2e8a', product: '0005', serialNumber: 'e661', manufacturer: 'MicroPython' });
    expect(portOf({ path: '/dev/cu.x' })).toEqual({ path: '/dev/cu.x', vendor: null, product: null, serialNumber: null, manufacturer: null });
  });
});

describe('listPorts', () => {
  it('works on this machine, whatever it has', async () => {
    for (const { path, guess, vendor } of await listPorts()) expect([path.length > 0, guess === null || vendor !== null]).toEqual([true, true]);
  });

  it.each([['2e8a', '0005', 'Raspberry Pi Pico (MicroPython)'], ['2e8a', 'ffff', 'Raspberry Pi Pico family'], ['dead', 'beef', null], [null, null, null]])('guesses %s:%s', (vendor, product, guess) => {
    expect(guessBoard(vendor, product)).toBe(guess);
  });
});
