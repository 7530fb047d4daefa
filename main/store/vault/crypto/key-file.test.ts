/** Key files: opened by their password only, refused in words when they are broken. */
import { describe, expect, it } from 'vitest';
import { createKeyFile, openKeyFile, readKeyFile } from './key-file.ts';
import { newMasterKeys } from './keys.ts';

const label = { hostname: 'desk', username: 'ada', created: '2026-11-21T09:00:00.123456789+01:00', params: { N: 16, r: 1, p: 1 } };
const keys = newMasterKeys();
const json = await createKeyFile('päßwort', keys, label);
const zero = { encrypt: new Uint8Array(32), macK: keys.macK, macR: keys.macR };
const ofZeros = await createKeyFile('päßwort', zero, label);
const changed = (fields: object) => JSON.stringify({ ...(JSON.parse(json) as object), ...fields });
const without = (field: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json) as object).filter(([name]) => name !== field)));

describe('a key file', () => {
  it('gives the master keys back to its password', async () => {
    expect(await openKeyFile(json, 'päßwort')).toEqual(keys);
    expect(await openKeyFile(Buffer.from(json), 'päßwort')).toEqual(keys);
  });

  it('gives nothing to any other', async () => {
    expect(await openKeyFile(json, 'passwort')).toBe(null);
    expect(await openKeyFile(json, '')).toBe(null);
  });

  it('has its fields in the order every reader of the format writes them', () => {
    expect(Object.keys(JSON.parse(json) as object)).toEqual(['created', 'username', 'hostname', 'kdf', 'N', 'r', 'p', 'salt', 'data']);
    expect(readKeyFile(json)).toMatchObject({ created: label.created, username: 'ada', hostname: 'desk', N: 16 });
  });

  it('never shows the keys, and is another one each time', async () => {
    expect(json).not.toContain(Buffer.from(keys.encrypt).toString('base64'));
    expect(await createKeyFile('päßwort', keys, label)).not.toBe(json);
  });

  it('may lack what is only shown, and may hold what is not known', async () => {
    expect(await openKeyFile(without('username'), 'päßwort')).toEqual(keys);
    expect(await openKeyFile(changed({ note: 1 }), 'päßwort')).toEqual(keys);
  });

  it.each([
    ['nothing', '', /no JSON/], ['half of it', json.slice(0, 200), /no JSON/], ['a list', '[]', /missing or wrong/], ['no salt', without('salt'), /"salt"/], ['no N', without('N'), /"N"/],
    ['a short salt', changed({ salt: Buffer.alloc(63).toString('base64') }), /64 bytes/], ['no base64', changed({ data: '*'.repeat(100) }), /"data"/], ['no data', changed({ data: '' }), /too short/],
    ['N that would take all memory', changed({ N: 2 ** 45 }), /memory/], ['p that would take for ever', changed({ p: 2 ** 28 }), /far too long/], ['N as text', changed({ N: '16' }), /"N"/],
    ['an all-zero key', ofZeros, /all zero/],
  ])('with %s is damaged, and says why', async (_, text, reason) => {
    await expect(openKeyFile(text, 'päßwort')).rejects.toThrow(expect.objectContaining({ kind: 'damaged', message: expect.stringMatching(reason) as string }));
  });

  it('with another way to derive keys is not supported', async () => {
    await expect(openKeyFile(changed({ kdf: 'argon2' }), 'x')).rejects.toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });
});
