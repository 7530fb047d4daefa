/** LocalStorage: the suite with and without hard links, and what only a folder can show: modes, side files, folders in the way. */
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysOf, storageContract } from '../../../test/contract/storage.ts';
import { quietCall } from '../../base/call.ts';
import { LocalStorage } from './local.ts';
import type { LocalOptions } from './local.ts';

const call = quietCall();
const bytes = new TextEncoder().encode('content');

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

const pairIn = (options: LocalOptions) => async () => {
  const base = await mkdtemp(join(tmpdir(), 'holdfast-storage-'));
  const root = join(base, 'new', 'root');
  return {
    a: new LocalStorage(root, options),
    b: new LocalStorage(root, options),
    plant: async (name: string): Promise<void> => {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), 'foreign');
    },
    inside: () => filesIn(root),
    dispose: () => rm(base, { recursive: true, force: true }),
  };
};

storageContract('LocalStorage', pairIn({}), { grows: true });
storageContract('LocalStorage without hard links', pairIn({ hardLinks: false }), { grows: true });

describe('LocalStorage', () => {
  let base: string;
  let root: string;
  let storage: LocalStorage;

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'holdfast-storage-'));
    root = join(base, 'vault');
    storage = new LocalStorage(root);
  });

  afterEach(() => rm(base, { recursive: true, force: true }));

  it('keeps files read-only and folders for the owner alone', async () => {
    await storage.create(call);
    await storage.put('data/ab/pack', bytes, call);
    const modes = await Promise.all([root, join(root, 'data'), join(root, 'data/ab/pack')].map(async (path) => (await stat(path)).mode & 0o777));
    expect(modes).toEqual([0o700, 0o700, 0o400]);
  });

  it('never makes its root unasked', async () => {
    await expect(storage.put('config', bytes, call)).rejects.toMatchObject({ kind: 'missing' });
    await expect(storage.put('data/ab/pack', bytes, call)).rejects.toMatchObject({ kind: 'missing' });
    await expect(storage.begin('data/ab/pack', call)).rejects.toMatchObject({ kind: 'missing' });
    expect(await readdir(base)).toEqual([]);
  });

  it('finds nothing in a root that was never there', async () => {
    expect(await storage.stat('config', call)).toBeNull();
    expect(await keysOf(storage)).toEqual([]);
    await expect(storage.get('config', call)).rejects.toMatchObject({ kind: 'missing' });
    await expect(storage.free(call)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('is offline once its root is gone, instead of empty', async () => {
    await storage.create(call);
    await storage.put('config', bytes, call);
    await rm(root, { recursive: true });
    const offline = { kind: 'offline', message: expect.stringContaining(root) };
    await expect(storage.get('config', call)).rejects.toMatchObject(offline);
    await expect(storage.stat('config', call)).rejects.toMatchObject(offline);
    await expect(storage.put('config', bytes, call)).rejects.toMatchObject(offline);
    await expect(storage.remove('config', call)).rejects.toMatchObject(offline);
    await expect(storage.free(call)).rejects.toMatchObject(offline);
    await expect(keysOf(storage)).rejects.toMatchObject(offline);
    expect(await readdir(base)).toEqual([]);
  });

  it('says so when a file is where the root should be', async () => {
    await writeFile(root, '');
    await expect(storage.create(call)).rejects.toMatchObject({ kind: 'exists' });
  });

  it('sweeps side files that are a day old, and nothing else', async () => {
    await storage.create(call);
    await storage.put('data/ab/pack', bytes, call);
    const plant = async (name: string, hours: number): Promise<void> => {
      await writeFile(join(root, name), 'x');
      const time = new Date(Date.now() - hours * 3_600_000);
      await utimes(join(root, name), time, time);
    };
    await plant('data/ab/old.0123456789abcdef.part', 25);
    await plant('old.fedcba9876543210.part', 1000);
    await plant('data/ab/young.0123456789abcdef.part', 23);
    await plant('movie.part', 1000);
    await plant('README.TXT', 1000);
    expect(await storage.sweep(call)).toBe(2);
    expect((await filesIn(root)).sort()).toEqual(['README.TXT', 'data/ab/pack', 'data/ab/young.0123456789abcdef.part', 'movie.part']);
  });

  it('leaves no side file behind when a put fails', async () => {
    await storage.create(call);
    await mkdir(join(root, 'taken'));
    await expect(storage.put('taken', bytes, call, { overwrite: true })).rejects.toMatchObject({ kind: 'invalid' });
    expect(await readdir(root)).toEqual(['taken']);
  });

  it('may be a symbolic link itself, and lists no links within', async () => {
    await storage.create(call);
    await storage.put('data/ab/pack', bytes, call);
    await symlink(root, join(root, 'loop'));
    await symlink(root, join(base, 'link'));
    expect(await keysOf(new LocalStorage(join(base, 'link')))).toEqual(['data/ab/pack']);
  });

  it('keeps files under paths with spaces, dots and other scripts', async () => {
    const odd = new LocalStorage(join(base, 'Füße & co. – 日本'));
    await odd.create(call);
    await odd.put('data/ab/pack', bytes, call);
    expect(await odd.get('data/ab/pack', call)).toEqual(bytes);
  });

  it('refuses a root that is no absolute path', () => {
    expect(() => new LocalStorage('relative/root')).toThrow(expect.objectContaining({ kind: 'invalid' }));
    expect(() => new LocalStorage('/nul\0')).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });

  it.skipIf(process.getuid?.() === 0)('is denied where the folder may not be written', async () => {
    await storage.create(call);
    await chmod(root, 0o500);
    await expect(storage.put('config', bytes, call)).rejects.toMatchObject({ kind: 'denied' });
    await chmod(root, 0o700);
  });
});
