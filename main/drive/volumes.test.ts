/** Drives and their room, on the machine the tests run on. */
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { spaceOf } from './space.ts';
import { fileSystemOf, volumes } from './volumes.ts';

describe('volumes', () => {
  it('are folders, each once, and none of the system’s own', async () => {
    const found = await volumes();
    expect(new Set(found.map(({ path }) => path)).size).toBe(found.length);
    for (const { path } of found) expect(path).not.toMatch(/^\/(?:proc|sys|dev|boot)(?:\/|$)/);
  });

  it('have room, as far as it can be told', async () => {
    const space = await spaceOf(tmpdir());
    expect(space?.totalBytes).toBeGreaterThan(space?.freeBytes ?? Infinity);
    expect(await spaceOf('/no/such/place')).toBe(null);
  });

  it.runIf(process.platform === 'linux')('have the name of their file system', () => {
    expect(fileSystemOf('/proc/self')).toBe('proc');
    expect(fileSystemOf('/')).toMatch(/\w/);
  });
});
