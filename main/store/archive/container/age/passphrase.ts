/** age's passphrase recipient, with the scrypt of the system: some ten times as fast as one in JavaScript, and outside this thread. */
import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Identity, Recipient } from 'age-encryption';
import { Fault } from '../../../../base/fault.ts';
import { age } from './library.ts';
import { chunkCipher } from './payload.ts';

const derive: (password: string, salt: Uint8Array, length: number, options: object) => Promise<Buffer> = promisify(scrypt);

const LABEL = 'age-encryption.org/v1/scrypt';
/** Logarithm of the work. What age itself takes: about a second. */
export const WORK_FACTOR = 18;
/** More would be an attack on whoever reads it. */
const MOST_WORK = 22;
const WRAPPED = 32;

const wrapKey = (passphrase: string, salt: Uint8Array, work: number): Promise<Buffer> =>
  derive(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), 32, { N: 2 ** work, r: 8, p: 1, maxmem: 2 ** work * 1024 + (64 << 20) });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');

/** The file key is sealed as the only, and so the last, chunk of number 0 would be, but for the mark of the last one. */
export function passphraseRecipient(passphrase: string, work = WORK_FACTOR): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(16);
      const [key, { Stanza }] = [await wrapKey(passphrase, salt, work), await age()];
      return [new Stanza(['scrypt', base64(salt), String(work)], new Uint8Array(chunkCipher.seal(key, 0, false, fileKey)))];
    },
  };
}

export function passphraseIdentity(passphrase: string): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const stanza = stanzas.find(({ args }) => args[0] === 'scrypt');
      if (stanza === undefined || stanzas.length !== 1) return null;
      const [, salt = '', work = ''] = stanza.args;
      if (!/^[1-9]\d?$/.test(work) || Buffer.from(salt, 'base64').length !== 16 || stanza.body.length !== WRAPPED) {
        throw new Fault('damaged', 'What the encrypted archive says of its passphrase is damaged.');
      }
      if (Number(work) > MOST_WORK)
        throw new Fault('unsupported', `Opening the encrypted archive would take 2^${work} steps for its passphrase: more than is reasonable.`);
      const key = await wrapKey(passphrase, Buffer.from(salt, 'base64'), Number(work));
      return chunkCipher.open(key, 0, false, stanza.body);
    },
  };
}
