/** Who has a port open, from a process list made for the test and from the real one. */
import { mkdirSync, mkdtempSync, openSync, closeSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isLinux } from '../base/platform.ts';
import { portHolder } from './port-holder.ts';

function scratch(): string {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-holder-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}

it('names the program', () => {
  const root = scratch();
  const port = join(root, 'ttyACM0');
  writeFileSync(port, '');
  mkdirSync(join(root, 'proc/12/fd'), { recursive: true });
  mkdirSync(join(root, 'proc/77/fd'), { recursive: true });
  mkdirSync(join(root, 'proc/13'));
  symlinkSync('/dev/null', join(root, 'proc/12/fd/0'));
  symlinkSync(port, join(root, 'proc/77/fd/5'));
  writeFileSync(join(root, 'proc/77/comm'), 'thonny\n');
  symlinkSync(port, join(root, 'by-id'));
  expect(portHolder(port, join(root, 'proc'))).toEqual({ pid: 77, name: 'thonny' });
  expect(portHolder(join(root, 'by-id'), join(root, 'proc'))).toEqual({ pid: 77, name: 'thonny' });
  expect(portHolder(port, join(root, 'proc'), 77)).toBeNull();
  expect(portHolder(join(root, 'none'), join(root, 'proc'))).toBeNull();
  expect(portHolder(port, join(root, 'nowhere'))).toBeNull();
});

it.each([
  ['MainThread', ['/usr/bin/node', '--enable-source-maps', '/opt/tool/monitor.js', '/dev/ttyACM0'], 'monitor.js'],
  ['MainThread', ['/opt/thing/Thing', '--type=renderer'], 'Thing'],
  ['python3', ['/usr/bin/python3', '/usr/bin/mpremote', 'connect'], 'mpremote'],
  ['python3', ['python3', '-i'], 'python3'],
  ['thonny', ['/usr/bin/python3', '/usr/bin/thonny'], 'thonny'],
  ['MainThread', [], 'MainThread'],
])('that the kernel calls %s, by what it was started as: %j', (comm, words, name) => {
  const root = scratch();
  const port = join(root, 'ttyACM0');
  writeFileSync(port, '');
  mkdirSync(join(root, 'proc/77/fd'), { recursive: true });
  symlinkSync(port, join(root, 'proc/77/fd/5'));
  writeFileSync(join(root, 'proc/77/comm'), `${comm}\n`);
  writeFileSync(join(root, 'proc/77/cmdline'), words.map((word) => `${word}\0`).join(''));
  expect(portHolder(port, join(root, 'proc'))).toEqual({ pid: 77, name });
});

it.runIf(isLinux)('looks into this machine', () => {
  const path = join(scratch(), 'port');
  const handle = openSync(path, 'w');
  expect(portHolder(path)).toBeNull();
  expect(portHolder(path, '/proc', -1)).toMatchObject({ pid: process.pid });
  closeSync(handle);
});
