/** Where text goes: answers, notes, the status line, colour. */
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readEnv } from '../base/env.ts';
import { Output, type OutputOptions } from './output.ts';

const CLEAR = '\r\u001b[2K';

function made({ tty = true, columns = 40, env = {}, ...options }: { tty?: boolean; columns?: number; env?: Record<string, string> } & Partial<OutputOptions> = {}) {
  const order: string[] = [];
  const sink = (name: string) => Object.assign(new PassThrough(), { isTTY: tty, columns, write: (text: string) => (order.push(`${name} ${text}`), true) });
  let now = 0;
  const clock = { now: () => 0, monotonic: () => now };
  const output = new Output(sink('out') as never, sink('err') as never, readEnv(env), clock, { json: false, quiet: false, color: true, ...options });
  return { output, order, wait: (milliseconds: number) => (now += milliseconds) };
}

describe('the status line', () => {
  it('is drawn at most ten times a second', () => {
    const { output, order, wait } = made();
    for (const text of ['a', 'b', 'c', 'd']) {
      output.status(() => text);
      wait(60);
    }
    expect(order).toEqual([`err ${CLEAR}a`, `err ${CLEAR}c`]);
  });

  it('is cut to the terminal, with room for an echoed ^C', () => {
    const { output, order } = made({ columns: 20 });
    output.status(() => 'x'.repeat(50));
    expect(order).toEqual([`err ${CLEAR}${'x'.repeat(16)}…`]);
  });

  it('is gone before anything else is written, and at the end', () => {
    const { output, order, wait } = made();
    output.status(() => 'working');
    output.line('answer');
    wait(200);
    output.status(() => 'working');
    output.note('note');
    wait(200);
    output.status(() => 'working');
    output[Symbol.dispose]();
    expect(order).toEqual([`err ${CLEAR}working`, `err ${CLEAR}`, 'out answer\n', `err ${CLEAR}working`, `err ${CLEAR}`, 'err note\n', `err ${CLEAR}working`, `err ${CLEAR}`]);
  });

  it.each([['a pipe', { tty: false }], ['JSON', { json: true }], ['--quiet', { quiet: true }], ['a dumb terminal', { env: { TERM: 'dumb' } }]])('is not drawn for %s', (_, options) => {
    const { output, order } = made(options);
    output.status(() => 'working');
    output[Symbol.dispose]();
    expect(order).toEqual([]);
  });
});

describe('colour', () => {
  it('is there on a terminal', () => {
    expect(made().output.paint('safe', 'fine')).toBe('\u001b[32mfine\u001b[0m');
  });

  it.each([['a pipe', { tty: false }], ['--no-color', { color: false }], ['NO_COLOR', { env: { NO_COLOR: '1' } }], ['a dumb terminal', { env: { TERM: 'dumb' } }]])('is not there with %s', (_, options) => {
    expect(made(options).output.paint('failed', 'broken')).toBe('broken');
  });
});
