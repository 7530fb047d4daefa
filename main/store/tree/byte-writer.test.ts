/** Everything written is there, in order, however small the room was. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteWriter } from './byte-writer.ts';

const text = (writer: ByteWriter): string => Buffer.from(writer.finish()).toString('latin1');

it('writes strings, bytes and numbers', () => {
  const writer = new ByteWriter(1);
  writer.write('short');
  writer.write('-'.repeat(100));
  writer.writeBytes(Uint8Array.of(0xff, 0x00));
  writer.writeQuoted('quoted');
  writer.writeDigits(7, 3);
  writer.repeat(0, 5);
  expect(text(writer)).toBe(`short${'-'.repeat(100)}\xff\x00"quoted"007short`);
  expect(writer.length).toBe(text(writer).length);
});

it('writes every whole number', () => {
  fc.assert(fc.property(fc.maxSafeNat(), (number) => {
    const writer = new ByteWriter(1);
    writer.writeNumber(number);
    expect(text(writer)).toBe(String(number));
  }));
});

it('gives memory of just the size', () => {
  const writer = new ByteWriter();
  writer.write('ab');
  expect(writer.finish().buffer.byteLength).toBe(2);
});

it('gives what was written as text, and begins anew when cleared', () => {
  const writer = new ByteWriter(1);
  writer.write('2026-11-21');
  expect(writer.text()).toBe('2026-11-21');
  writer.clear();
  writer.write('\xff');
  expect(writer.text()).toBe('\xff');
});
