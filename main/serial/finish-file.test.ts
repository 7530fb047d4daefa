/** The last step of writing a file: closed, hashed, compared and named in one request, which may come again when its answer was lost. */
import { createHash } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everyByte, quiet } from '../../test/contract/board.ts';
import { startBoard, type TestBoardOptions } from '../../test/fixture/board/board.ts';
import { concat, shortPath, unsigned, utf8 } from './bytes.ts';
import { LIMITS } from './limits.ts';
import { Link } from './link.ts';
import { FILES } from './on-board/files.ts';
import { RawRepl } from './raw-repl.ts';
import { openSerialLine } from './serial-line.ts';
import { writeFile } from './write-file.ts';

const { signal } = quiet;
const CONTENT = everyByte(20_000);

async function helper(options: TestBoardOptions = {}) {
  const device = await startBoard(options);
  const line = await openSerialLine(device.port, 115_200, signal);
  onTestFinished(async () => {
    await line.close();
    await device[Symbol.asyncDispose]();
  });
  const repl = new RawRepl(line, LIMITS);
  await repl.enter(true, signal);
  const link = new Link(repl, LIMITS);
  await link.begin(signal);
  await link.extend(FILES, signal);
  link.frameSize = 8192;
  const finish = (digest: Uint8Array): Promise<Uint8Array> => link.call('W', concat(unsigned(digest.length, 1), digest, shortPath('/.hf~part'), utf8('/größe.bin')), signal);
  await writeFile(link, '/.hf~part', [CONTENT], false, signal, () => undefined);
  return { device, finish };
}

const sum = createHash('sha256').update(CONTENT).digest();

describe('a file that was written', () => {
  it('gets its name when it is what was sent, and keeps it when that is asked again', async () => {
    const { device, finish } = await helper({ files: { 'größe.bin': 'old' } });
    await finish(sum);
    await finish(sum);
    expect(device.files()).toEqual({ 'größe.bin': Buffer.from(CONTENT).toString('latin1') });
  });

  it('does not get it when it is not', async () => {
    const { device, finish } = await helper({ files: { 'größe.bin': 'old' } });
    await expect(finish(createHash('sha256').digest())).rejects.toMatchObject({ reason: 'errno', detail: '74' });
    expect(device.files()['größe.bin']).toBe('old');
  });

  it('gets it unseen on a board that cannot hash', async () => {
    const { device, finish } = await helper({ without: ['hashlib', 'uhashlib', 'binascii', 'ubinascii'] });
    await finish(new Uint8Array(0));
    expect(Object.keys(device.files())).toEqual(['größe.bin']);
  });
});
