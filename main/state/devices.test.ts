/** The list of known boards: kept whole, never written over when it cannot be read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DevicesFile, type KnownDevice } from './devices.ts';

const BOARD: KnownDevice = { id: 'e661', name: 'greenhouse', machine: 'Pico', version: '1.27.0', port: '/dev/ttyACM0', usb: null, lastSeenAt: '2026-11-21T10:00:00Z', lastBackup: null, care: null };

function file(): DevicesFile {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-devices-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return new DevicesFile(home);
}

it('is empty at first, and holds what was put there', () => {
  const devices = file();
  expect(devices.read()).toEqual([]);
  devices.update((before) => [...before, BOARD]);
  expect(devices.read()).toEqual([BOARD]);
});

it.each(['not JSON', '{"version":1}', '{"version":2,"devices":[]}'])('refuses %s, and leaves it as it is', (text) => {
  const devices = file();
  writeFileSync(devices.path, text);
  expect(() => devices.read()).toThrow(expect.objectContaining({ kind: 'invalid' }));
  expect(() => devices.update(() => [BOARD])).toThrow(expect.objectContaining({ kind: 'invalid' }));
  expect(readFileSync(devices.path, 'utf8')).toBe(text);
});

it('never holds a board that is not as it should be', () => {
  const devices = file();
  expect(() => devices.update(() => [{ ...BOARD, name: 'a/b' }])).toThrow();
  expect(devices.read()).toEqual([]);
});
