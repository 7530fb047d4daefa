/** Tests of volumes: together they are the file, and each that is not what it should be is named. */
import { mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../../base/call.ts';
import { noise } from '../../../../../test/fixture/tree/hostile-tree.ts';
import { FileSink } from './file-sink.ts';
import { findVolumes, volumeName, volumeOf, VolumeSink, VolumeSource } from './volumes.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-volumes-')));
afterAll(() => rmSync(scratch, { recursive: true }));

const content = noise(1050);
let sets = 0;

/** Volumes of 100 bytes. */
async function written(bytes: Uint8Array): Promise<string> {
  const folder = mkdtempSync(join(scratch, `set-${sets++}-`));
  const path = join(folder, 'a.tar');
  const sink = new VolumeSink((number) => FileSink.create(volumeName(path, number)), 100);
  for (let at = 0; at < bytes.length; at += 33) await sink.write(bytes.subarray(at, at + 33));
  await sink.close();
  expect(sink.count).toBe(readdirSync(folder).length);
  return path;
}

const open = async (path: string): Promise<VolumeSource> => VolumeSource.open(await findVolumes(volumeName(path, 1)));

describe('volumes', () => {
  it('are the file after one another, and any part of it is read', async () => {
    const path = await written(content);
    expect(readFileSync(volumeName(path, 11)).length).toBe(50);
    const source = await open(path);
    expect(source.size).toBe(1050);
    for (const [start, end] of [
      [0, 1050],
      [99, 101],
      [100, 200],
      [950, 1050],
      [500, 500],
    ] as const) {
      expect(Buffer.concat(await Array.fromAsync(source.read(start, end, quietCall())))).toEqual(Buffer.from(content.subarray(start, end)));
    }
    await expect(Array.fromAsync(source.read(1000, 1051, quietCall()))).rejects.toMatchObject({ kind: 'damaged' });
    await source.close();
  });

  it('are full to the last, and there is one of nothing', async () => {
    expect((await findVolumes(volumeName(await written(content.subarray(0, 200)), 1))).length).toBe(2);
    const source = await open(await written(new Uint8Array(0)));
    expect(source.size).toBe(0);
    await source.close();
  });

  it('are named where one is missing', async () => {
    const path = await written(content);
    rmSync(volumeName(path, 4));
    await expect(open(path)).rejects.toMatchObject({ kind: 'missing', message: expect.stringContaining('"a.tar.004"') });
  });

  it('are named where one is cut off, or lies in the place of another', async () => {
    const path = await written(content);
    truncateSync(volumeName(path, 3), 70);
    await expect(open(path)).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining('"a.tar.003"') });
    const swapped = await written(content);
    renameSync(volumeName(swapped, 11), join(scratch, 'aside'));
    renameSync(volumeName(swapped, 2), volumeName(swapped, 11));
    renameSync(join(scratch, 'aside'), volumeName(swapped, 2));
    await expect(open(swapped)).rejects.toMatchObject({ kind: 'damaged', message: expect.stringContaining('"a.tar.002"') });
  });

  it('are held to the sizes they are known to have', async () => {
    const path = await written(content.subarray(0, 250));
    const files = [100, 100, 50].map((size, at) => ({ path: volumeName(path, at + 1), size }));
    await (await VolumeSource.open(files)).close();
    truncateSync(volumeName(path, 3), 49);
    await expect(VolumeSource.open(files)).rejects.toMatchObject({
      kind: 'damaged',
      message: expect.stringContaining('"a.tar.003" has 49 bytes in place of 50'),
    });
    rmSync(volumeName(path, 3));
    await expect(VolumeSource.open(files)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('have names with numbers', () => {
    expect(volumeName('a', 1000)).toBe('a.1000');
    expect([volumeOf('a.tar.012'), volumeOf('a.tar'), volumeOf('a.12'), volumeOf('.001'), volumeOf('a.000')]).toEqual([
      { name: 'a.tar', number: 12 },
      null,
      null,
      null,
      null,
    ]);
  });

  it('have a size', () => {
    expect(() => new VolumeSink(() => FileSink.create(''), 0)).toThrow('0 bytes');
  });
});
