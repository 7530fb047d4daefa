/** Tests of the small codecs of a tar: records, times, numbers, access control lists. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceNumbers, deviceOf } from './member.ts';
import { encodeHeader, decodeHeader, number, splitName } from './header.ts';
import { decodePax, encodePax, fromPaxTime, paxTime } from './pax.ts';
import { aclText, aclValue, modeWithMask } from './posix-acl.ts';

const bytes = (least: number, most: number): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: least, maxLength: most }).map((array) => Buffer.from(array).toString('latin1'));

describe('extended headers', () => {
  it('keep every byte, whatever the length', () => {
    const keyword = fc.stringMatching(/^[A-Za-z.]{1,12}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(keyword, bytes(0, 120))), (records) => {
        expect(decodePax(encodePax(records), 0)).toEqual(records);
      }),
    );
  });

  it('count their own length', () => {
    for (let length = 0; length < 1100; length++) {
      const [told] = /^\d+/.exec(encodePax([['a', 'x'.repeat(length)]]).toString()) ?? [];
      expect(encodePax([['a', 'x'.repeat(length)]]).length).toBe(Number(told));
    }
  });

  it('that are damaged are refused', () => {
    for (const text of ['9 a=b\n', '6 a=b', '6 ab\n\n', 'x a=b\n', '0 a=b\n', '-6 a=b\n', '6 a=b\nrest']) {
      expect(() => decodePax(Buffer.from(text), 512)).toThrow('byte 512');
    }
    expect(decodePax(Buffer.from('6 a=b\n\0\0\0'), 0)).toEqual([['a', 'b']]);
  });

  it('tell times to the nanosecond, before 1970 too', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 26n), max: 10n ** 26n }), (time) => {
        expect(fromPaxTime(paxTime(time))).toBe(time);
      }),
    );
    expect([paxTime(-1n), paxTime(1_500_000_000n), paxTime(0n)]).toEqual(['-0.000000001', '1.5', '0']);
    expect(['1.1234567899', '', '1e5', '.5'].map(fromPaxTime)).toEqual([1_123_456_789n, null, null, null]);
  });
});

describe('headers', () => {
  const small = fc.integer({ min: 0, max: 0o7777777 });

  it('give back what fits', () => {
    const header = fc.record({
      name: fc.stringMatching(/^[a-z/]{0,90}$/),
      linkName: fc.stringMatching(/^[a-z]{0,100}$/),
      mode: fc.integer({ min: 0, max: 0o7777 }),
      uid: small,
      gid: small,
      size: fc.integer({ min: 0, max: 0o77777777777 }),
      mtime: fc.integer({ min: 0, max: 0o77777777777 }),
      flag: fc.constantFrom('0', '2', '5', 'x'),
      user: fc.stringMatching(/^[a-z]{0,31}$/),
      group: fc.stringMatching(/^[a-z]{0,31}$/),
      major: small,
      minor: small,
    });
    fc.assert(
      fc.property(header, (fields) => {
        expect(decodeHeader(encodeHeader(fields), 0)).toMatchObject(fields);
      }),
    );
  });

  it('split a long name where they can, and only there', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab]{1,80}(\/[ab]{1,120}){0,3}\/?$/), (name) => {
        const parts = splitName(name);
        if (parts === null) return;
        expect(parts.prefix === '' ? parts.name : `${parts.prefix}/${parts.name}`).toBe(name);
        expect([parts.name.length <= 100, parts.prefix.length <= 155, parts.name !== '']).toEqual([true, true, true]);
      }),
    );
    expect(splitName(`${'a'.repeat(155)}/${'b'.repeat(100)}`)).toEqual({ prefix: 'a'.repeat(155), name: 'b'.repeat(100) });
    expect(splitName('a'.repeat(101))).toBeNull();
  });

  it('read numbers of other programs: spaces, and binary ones', () => {
    expect(number(Buffer.from('  644 \0'), 0, 7)).toBe(0o644);
    expect(number(Buffer.from([0x80, 0, 0, 0, 2, 0, 0, 0, 0]), 0, 9)).toBe(2 ** 33);
    expect(number(Buffer.alloc(12, 0xff), 0, 12)).toBe(-1);
    expect(number(Buffer.from('89\0'), 0, 3)).toBeNaN();
  });

  it('hold every device number', () => {
    const device = fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 0, max: 0xffffffff }));
    fc.assert(
      fc.property(device, ([major, minor]) => {
        expect(deviceNumbers(deviceOf(major, minor))).toEqual([major, minor]);
      }),
    );
  });
});

describe('access control lists', () => {
  it('are the same as text and as an attribute', () => {
    const permissions = fc.stringMatching(/^[r-][w-][x-]$/);
    const named = fc.uniqueArray(fc.tuple(fc.nat(), permissions), { selector: ([id]) => id, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(permissions, { minLength: 4, maxLength: 4 }), named, named, ([user, group, mask, other], users, groups) => {
        const lines = (kind: string, list: [number, string][]): string[] =>
          list.toSorted(([a], [b]) => a - b).map(([id, can]) => `${kind}:${id}:${can}`);
        const text = [
          `user::${user}`,
          ...lines('user', users),
          `group::${group}`,
          ...lines('group', groups),
          `mask::${mask}`,
          `other::${other}`,
        ].join(',');
        expect(aclText(aclValue(text) ?? new Uint8Array(0))).toBe(text);
      }),
    );
  });

  it('of other programs are understood where they tell numbers', () => {
    const value = aclValue('user::rw-\nuser:somebody:r--:1000\ngroup::r--\nmask::-w-\t#effective\nother::---\n');
    expect(aclText(value ?? new Uint8Array(0))).toBe('user::rw-,user:1000:r--,group::r--,mask::-w-,other::---');
    expect(modeWithMask(0o640, value)).toBe(0o620);
    expect([aclValue('user:somebody:r--'), aclValue('nonsense'), aclText(Uint8Array.of(1, 2, 3))]).toEqual([null, null, null]);
  });
});
