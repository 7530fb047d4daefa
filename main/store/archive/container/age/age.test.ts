/** Tests of the age layer: age itself opens what we write and writes what we open; any part is read alone. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../../base/call.ts';
import { noise } from '../../../../../test/fixture/tree/hostile-tree.ts';
import { FileSink } from '../bytes/file-sink.ts';
import { FileSource } from '../bytes/file-source.ts';
import { AgeSink } from './age-sink.ts';
import type { AgeEncryption } from './age-sink.ts';
import { AgeSource } from './age-source.ts';
import { CHUNK, nativeCipher, plainSize, portableCipher } from './payload.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-age-')));
afterAll(() => rmSync(scratch, { recursive: true }));

const PASSPHRASE = 'twelve blue horses';
const keyFile = join(scratch, 'key.txt');
execFileSync('age-keygen', ['-o', keyFile], { stdio: 'ignore' });
const identity = readFileSync(keyFile, 'utf8');
const recipient = /public key: (age1\w+)/.exec(identity)?.[1] ?? '';

let files = 0;
const fresh = (): string => join(scratch, `file-${files++}`);

async function encrypted(content: Uint8Array, encryption: AgeEncryption): Promise<string> {
  const path = fresh();
  const sink = await AgeSink.create(await FileSink.create(path), encryption, { workFactor: 8 });
  for (let at = 0; at < content.length; at += 50_000) await sink.write(content.subarray(at, at + 50_000));
  expect(sink.position).toBe(content.length);
  await sink.close();
  return path;
}

async function decrypted(path: string, secret: string, [start, end]: [number, number] = [0, Infinity]): Promise<Buffer> {
  const file = await FileSource.open(path);
  try {
    const source = await AgeSource.open(file, secret, quietCall());
    return Buffer.concat(await Array.fromAsync(source.read(start, Math.min(end, source.size), quietCall())));
  } finally {
    await file.close();
  }
}

/** age asks for passphrases on a terminal alone. */
function withTerminal(command: string, typed: string): void {
  const { status, stdout } = spawnSync('script', ['-qec', command, '/dev/null'], { input: typed, encoding: 'utf8', timeout: 50_000 });
  expect({ status, stdout }).toMatchObject({ status: 0 });
}

describe('what we encrypt', () => {
  const contents = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1_000_003].map((size) => noise(size));

  it.each(contents)('age opens with the identity (%#)', async (content) => {
    const path = await encrypted(content, { recipients: [recipient] });
    expect(execFileSync('age', ['-d', '-i', keyFile, path], { maxBuffer: 1 << 24 })).toEqual(Buffer.from(content));
    expect(await decrypted(path, identity)).toEqual(Buffer.from(content));
  });

  it('age opens with the passphrase', async () => {
    const [path, out] = [await encrypted(noise(100_000), { passphrase: PASSPHRASE }), fresh()];
    withTerminal(`age -d -o ${out} ${path}`, `${PASSPHRASE}\n`);
    expect(readFileSync(out)).toEqual(Buffer.from(noise(100_000)));
  });
});

describe('what age encrypts', () => {
  it('for a recipient, we open', async () => {
    const path = fresh();
    execFileSync('age', ['-r', recipient, '-o', path], { input: noise(200_000) });
    expect(await decrypted(path, identity)).toEqual(Buffer.from(noise(200_000)));
  });

  it('under a passphrase, we open', async () => {
    const [plain, path] = [fresh(), fresh()];
    writeFileSync(plain, noise(70_000));
    withTerminal(`age -p -o ${path} ${plain}`, `${PASSPHRASE}\n${PASSPHRASE}\n`);
    expect(await decrypted(path, PASSPHRASE)).toEqual(Buffer.from(noise(70_000)));
  });

  it('in text form, we refuse, and say what to do', async () => {
    const path = fresh();
    execFileSync('age', ['-a', '-r', recipient, '-o', path], { input: 'x' });
    await expect(decrypted(path, identity)).rejects.toMatchObject({ kind: 'unsupported', advice: expect.stringContaining('age -d') });
  });
});

describe('an encrypted file', () => {
  const content = noise(5 * CHUNK + 77);
  const archive = encrypted(content, { passphrase: PASSPHRASE });

  it('is read in any part', async () => {
    const path = await archive;
    const file = await FileSource.open(path);
    const source = await AgeSource.open(file, PASSPHRASE, quietCall());
    const part = fc.asyncProperty(fc.nat(content.length), fc.nat(content.length), async (a, b) => {
      const [start, end] = [Math.min(a, b), Math.max(a, b)];
      const read = Buffer.concat(await Array.fromAsync(source.read(start, end, quietCall())));
      expect(read.equals(content.subarray(start, end))).toBe(true);
    });
    await fc.assert(part, { numRuns: 100 });
    await file.close();
  });

  it('is refused with a wrong secret, and says which is wanted', async () => {
    await expect(decrypted(await archive, 'wrong')).rejects.toMatchObject({ kind: 'wrong-password', message: expect.stringContaining('passphrase') });
    await expect(decrypted(await archive, identity)).rejects.toMatchObject({ kind: 'wrong-password' });
    const forRecipient = await encrypted(content, { recipients: [recipient] });
    await expect(decrypted(forRecipient, PASSPHRASE)).rejects.toMatchObject({
      kind: 'wrong-password',
      message: expect.stringContaining('secret key'),
    });
  });

  it('that was cut off is found when it is opened', async () => {
    const whole = readFileSync(await archive);
    for (const cut of [1, 16, 100, CHUNK, whole.length - 20, whole.length]) {
      const path = fresh();
      writeFileSync(path, whole.subarray(0, whole.length - cut));
      await expect(decrypted(path, PASSPHRASE, [0, 1])).rejects.toMatchObject({ kind: 'damaged' });
    }
  });

  it('that was changed is found where it was', async () => {
    const changed = readFileSync(await archive);
    changed[changed.length - 4 * CHUNK]! ^= 1;
    const path = fresh();
    writeFileSync(path, changed);
    await expect(decrypted(path, PASSPHRASE)).rejects.toMatchObject({ kind: 'damaged' });
    expect(await decrypted(path, PASSPHRASE, [0, CHUNK])).toEqual(Buffer.from(content.subarray(0, CHUNK)));
  });

  it('is not made for nobody', async () => {
    const sink = await FileSink.create(fresh());
    for (const encryption of [{ passphrase: '' }, { recipients: [] }, { recipients: ['age1nonsense'] }]) {
      await expect(AgeSink.create(sink, encryption)).rejects.toMatchObject({ kind: 'invalid' });
    }
    await sink.close();
  });
});

describe('the ciphers', () => {
  it('are the same, native and portable', () => {
    const same = fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.nat(),
      fc.boolean(),
      fc.uint8Array({ maxLength: 200 }),
      (key, number, isLast, plain) => {
        const sealed = Buffer.from(nativeCipher.seal(key, number, isLast, plain));
        expect(Buffer.from(portableCipher.seal(key, number, isLast, plain))).toEqual(sealed);
        for (const cipher of [nativeCipher, portableCipher]) {
          expect(Buffer.from(cipher.open(key, number, isLast, sealed) ?? [1])).toEqual(Buffer.from(plain));
          expect(cipher.open(key, number, !isLast, sealed)).toBeNull();
          expect(cipher.open(key, number, isLast, sealed.subarray(1))).toBeNull();
        }
      },
    );
    fc.assert(same);
  });

  it('know no payload of impossible length', () => {
    expect([0, 15, 16, 17, CHUNK + 16, CHUNK + 17, CHUNK + 32, CHUNK + 33].map(plainSize)).toEqual([null, null, 0, 1, CHUNK, null, null, CHUNK + 1]);
  });
});
