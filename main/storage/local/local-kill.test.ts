/** LocalStorage and a writer that is killed: whatever is listed afterwards is whole. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysOf } from '../../../test/contract/storage.ts';
import { quietCall } from '../../base/call.ts';
import { sideOf } from './durable.ts';
import { LocalStorage } from './local.ts';

const call = quietCall();
const module = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** Puts objects named by their hash, four at a time, says so after each, and never ends by itself. */
const WRITER = `
  import { createHash, randomBytes } from 'node:crypto';
  import { quietCall } from ${module('../../base/call.ts')};
  import { LocalStorage } from ${module('./local.ts')};
  const storage = new LocalStorage(process.argv[1]);
  const write = async () => {
    for (;;) {
      const bytes = randomBytes(1 << 20);
      const name = createHash('sha256').update(bytes).digest('hex');
      await storage.put('data/' + name.slice(0, 2) + '/' + name, bytes, quietCall());
      process.stdout.write(name + '\\n');
    }
  };
  await Promise.all([write(), write(), write(), write()]);
`;

/** Lets the writer finish so many objects, then kills it in the midst of the next ones. Returns the names it finished. */
async function writeUntilKilled(root: string, objects: number): Promise<string[]> {
  const writer = spawn(process.execPath, ['--input-type=module', '--eval', WRITER, root], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(writer, 'close');
  let told = '';
  writer.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    told += chunk;
    if (told.split('\n').length > objects) writer.kill('SIGKILL');
  });
  await ended;
  return told.split('\n').slice(0, -1);
}

describe('LocalStorage, when its writer is killed', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'holdfast-killed-'));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it.each([1, 5, 12])('after %i objects, lists only whole ones and all that were finished', async (objects) => {
    const finished = await writeUntilKilled(root, objects);
    expect(finished.length).toBeGreaterThanOrEqual(objects);
    const storage = new LocalStorage(root);
    const names: string[] = [];
    for (const key of await keysOf(storage)) {
      const name = key.slice('data/00/'.length);
      expect(
        createHash('sha256')
          .update(await storage.get(key, call))
          .digest('hex'),
      ).toBe(name);
      names.push(name);
    }
    expect(new Set(names)).toEqual(new Set([...names, ...finished]));
  });

  it('leaves what the next sweep takes away, while what a living one writes stays', async () => {
    await writeUntilKilled(root, 3);
    const ours = join(root, 'data', basename(sideOf('ours')));
    await writeFile(ours, 'half');
    const storage = new LocalStorage(root);
    const before = await keysOf(storage);
    await storage.sweep(call);
    expect(await keysOf(storage)).toEqual(before);
    expect((await readdir(root, { recursive: true })).filter((name) => name.endsWith('.part'))).toEqual([join('data', basename(ours))]);
  });
});
