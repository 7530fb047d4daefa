/** Errors of writing, told with what is known of the drive. */
import type * as Fs from 'node:fs';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Fault } from '../base/fault.ts';
import { blamed } from './pulled.ts';

let answer: Error | null = null;
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  return { ...fs, lstatSync: (...args: Parameters<typeof fs.lstatSync>) => {
    if (answer !== null) throw answer;
    return fs.lstatSync(...args);
  } };
});

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-pulled-')));
const systemError = (code: string): Error => Object.assign(new Error(`${code}: it failed`), { code });
const place = (mark: string): Parameters<typeof blamed>[1] => ({ address: '/media/blue/docs', mark: join(scratch, mark), what: 'The mirror at /media/blue/docs' });

beforeAll(() => writeFileSync(join(scratch, 'mark'), ''));
afterAll(() => rmSync(scratch, { recursive: true }));

describe('an error of writing', () => {
  it('means that the drive is gone where the mark is not there', () => {
    for (const error of [systemError('ENOENT'), systemError('EIO'), new Fault('missing', 'It is not there.')]) {
      expect(blamed(error, place('nothing'))).toMatchObject({ kind: 'offline', message: '/media/blue/docs: the drive it was on is not there any more.', cause: error });
    }
    expect(blamed(systemError('ENOENT'), place('mark/below'))).toMatchObject({ kind: 'offline' });
  });

  it('is told as what it is where the mark is there', () => {
    expect(blamed(systemError('EROFS'), place('mark'))).toMatchObject({ kind: 'denied', message: expect.stringContaining('The mirror at /media/blue/docs cannot be written') });
    symlinkSync('nowhere', join(scratch, 'link'));
    expect(blamed(systemError('EROFS'), place('link'))).toMatchObject({ kind: 'denied' });
  });

  it('stays itself where it says what to do, or is none of the system', () => {
    const reason = new Error('Cancelled');
    for (const error of [new Fault('locked', 'Locked.'), new Fault('full', 'Full.'), reason, AbortSignal.abort().reason, 'a word']) expect(blamed(error, place('nothing'))).toBe(error);
  });

  it.each(['EIO', 'ENXIO', 'ENODEV', 'ESTALE', 'ENOTCONN'])('means that the drive is gone where looking for the mark ends with %s', (code) => {
    answer = systemError(code);
    expect(blamed(systemError('EROFS'), place('mark'))).toMatchObject({ kind: 'offline' });
    answer = null;
  });

  it.each(['EACCES', 'ELOOP'])('is told as what it is where looking for the mark ends with %s', (code) => {
    answer = systemError(code);
    expect(blamed(systemError('EROFS'), place('mark'))).toMatchObject({ kind: 'denied', message: expect.stringContaining('EROFS') });
    answer = null;
  });
});
