/** Frames: any bytes survive, and no damage ever makes a wrong frame out of a right one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKS, type CheckName } from './check.ts';
import { Deframer, encodeAnswer, encodeRequest, type Frame } from './frame.ts';

const check = fc.constantFrom(...(Object.keys(CHECKS) as CheckName[])).map((name) => CHECKS[name]);
/** Bytes the protocol treats specially turn up often. */
const payload = fc.array(fc.oneof(fc.constantFrom(0x10, 0x1e, 0x0a, 0x0d, 0x02, 0x03, 0x04), fc.nat(255)), { maxLength: 200 }).map((bytes) => Buffer.from(bytes));
const frame = fc.record({ id: fc.integer({ min: 1, max: 255 }), kind: fc.constantFrom('data', 'end', 'errno'), sequence: fc.nat(65_535), payload }) as fc.Arbitrary<Frame>;

const plain = ({ id, kind, sequence, payload: bytes }: Frame): string => JSON.stringify([id, kind, sequence, Buffer.from(bytes).toString('hex')]);

describe('frames', () => {
  it('arrive as they were sent, however the bytes are cut, with a program printing in between', () => {
    fc.assert(
      fc.property(check, fc.array(frame, { maxLength: 5 }), fc.integer({ min: 1, max: 50 }), (sum, frames, cut) => {
        const wire = Buffer.concat(frames.flatMap((each) => [encodeAnswer(each, sum), Buffer.from('I (312) wifi: on\r\n')]));
        const deframer = new Deframer(sum);
        const got: Frame[] = [];
        for (let at = 0; at < wire.length; at += cut) got.push(...deframer.take(wire.subarray(at, at + cut)));
        expect(got.map(plain)).toEqual(frames.map(plain));
      }),
    );
  });

  it('are left out, never changed, when bytes are lost, doubled or flipped', () => {
    const harm = fc.array(fc.record({ at: fc.nat(999), how: fc.constantFrom('lose', 'double', 'flip'), bit: fc.nat(7) }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 4 }), harm, (frames, harms) => {
        const sum = CHECKS.crc32;
        const wire = [...Buffer.concat(frames.map((each) => encodeAnswer(each, sum)))];
        for (const { at, how, bit } of harms) {
          const place = at % wire.length;
          if (how === 'flip') wire[place]! ^= 1 << bit;
          else wire.splice(place, how === 'lose' ? 1 : 0, ...(how === 'lose' ? [] : [wire[place]!]));
        }
        const sent = frames.map(plain);
        for (const got of new Deframer(sum).take(Uint8Array.from(wire))) expect(sent).toContain(plain(got));
      }),
    );
  });

  it('hold no line end of their own, which a board would double', () => {
    fc.assert(fc.property(frame, (each) => {
      expect(encodeAnswer(each, CHECKS.crc32).includes(0x0a)).toBe(false);
    }));
  });

  it('hold nothing a REPL acts on when they go to a board', () => {
    fc.assert(
      fc.property(payload, (bytes) => {
        const wire = encodeRequest(3, 'P', bytes, CHECKS.crc32);
        expect([2, 3, 4].some((control) => wire.includes(control))).toBe(false);
        expect(Number.parseInt(Buffer.from(wire.subarray(1, 5)).toString(), 16)).toBe(wire.length - 5);
      }),
    );
  });
});
