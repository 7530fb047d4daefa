/** The lock of set-up: one at a time, and no lock outlives its owner. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { withLock } from './lock.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-lock-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const fresh = () => join(mkdtempSync(join(scratch, 'case-')), 'lock');
const silent = () => undefined;

function heldBy(owner: { host: string; pid: number }, touched = new Date()): string {
  const path = fresh();
  mkdirSync(path);
  writeFileSync(join(path, 'owner'), JSON.stringify(owner));
  utimesSync(join(path, 'owner'), touched, touched);
  return path;
}

describe('withLock', () => {
  it('lets one work at a time, and tells the others that they wait', async () => {
    const path = fresh();
    const waiting = vi.fn(silent);
    let inside = 0;
    const work = async () => {
      expect(++inside).toBe(1);
      await new Promise(setImmediate);
      inside--;
    };
    await Promise.all([withLock(path, work, waiting), withLock(path, work, waiting)]);
    expect(waiting).toHaveBeenCalledTimes(1);
    expect(existsSync(path)).toBe(false);
  });

  it('gives the lock back when the work fails', async () => {
    const path = fresh();
    await expect(withLock(path, () => Promise.reject(new Error('no room')), silent)).rejects.toThrow('no room');
    expect(existsSync(path)).toBe(false);
  });

  it('takes over from a process that died', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    expect(await withLock(heldBy({ host: hostname(), pid }), async () => 'mine', silent)).toBe('mine');
  });

  it('takes over from an owner that fell silent, wherever it was', async () => {
    const path = heldBy({ host: 'another-machine', pid: process.pid }, new Date(Date.now() - 60_000));
    expect(await withLock(path, async () => 'mine', silent)).toBe('mine');
  });
});
