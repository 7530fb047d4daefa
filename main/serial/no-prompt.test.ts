/** Boards that give no prompt, or not the right one: each ends in a clear state within the time limit. */
import { describe, expect, it } from 'vitest';
import { ScriptedLine, type Script } from '../../test/fake/scripted-line.ts';
import { isFault, type Fault, type FaultKind } from '../base/fault.ts';
import { connectBoard } from './connect.ts';
import { LIMITS } from './limits.ts';
import { RawRepl } from './raw-repl.ts';

const { signal } = new AbortController();
const PROMPT = 'raw REPL; CTRL-B to exit\r\n>';

async function outcome(script: Script): Promise<{ fault: Fault; line: ScriptedLine }> {
  const line = new ScriptedLine(script);
  const fault = await connectBoard(line.name, { signal, open: () => Promise.resolve(line), limits: { clock: line.clock } }).then(
    () => expect.fail('it connected'),
    (error: unknown) => (isFault(error) ? error : expect.fail(String(error))),
  );
  return { fault, line };
}

/** The same text again and again. */
const endless = (text: string): Script => ({ chatter: () => text });

const CASES: [what: string, script: Script, kind: FaultKind, says: RegExp][] = [
  ['silent', {}, 'offline', /does not answer/],
  ['printing without end', endless('temperature 21.5\r\n'), 'busy', /prints without end/],
  ['catching every interrupt', { answer: (sent) => (sent.includes('\x03') ? 'Traceback (most recent call last):\r\nKeyboardInterrupt: \r\nagain\r\n' : '') }, 'busy', /cannot be interrupted/],
  ['restarting again and again', endless('ets Jun  8 2016 00:22:57\r\nrst:0x8 (TG1WDT_SYS_RESET),boot:0x13\r\n'), 'offline', /keeps restarting/],
  ['at another baud rate', endless('\x00\xff\xe3\x80\xfc\x98\xf0'), 'invalid', /nothing that can be read/],
  ['something else', { answer: () => '$GPRMC,081836,A,3751.65,S\r\n' }, 'unsupported', /not answer like MicroPython/],
  ['in safe mode without a prompt', { answer: () => 'You are in safe mode\r\n' }, 'busy', /safe mode/],
  ['CircuitPython between two programs', endless('Code done running.\r\nPress any key to enter the REPL. Use CTRL-D to reload.\r\nAuto-reload is off.\r\n'), 'unsupported', /runs CircuitPython, not/],
  ['CircuitPython in safe mode', endless('Auto-reload is off.\r\nRunning in safe mode! Not running saved code.\r\n'), 'unsupported', /runs CircuitPython in safe mode/],
  ['CircuitPython, interrupted', { answer: (sent) => (sent === '\x01' ? '' : '\r\nAdafruit CircuitPython 9.2.1 on 2024-11-20; Raspberry Pi Pico with rp2040\r\n>>> ') }, 'unsupported', /runs CircuitPython, not/],
];

describe('a board that cannot be talked to', () => {
  it.each(CASES)('%s', async (_, script, kind, says) => {
    const { fault, line } = await outcome(script);
    expect([fault.kind, fault.message]).toEqual([kind, expect.stringMatching(says)]);
    expect(fault.advice.length).toBeGreaterThan(10);
    expect(fault.message).toContain(line.name);
    expect(line.closed).toBe(true);
    expect(line.clock.monotonic()).toBeLessThan(LIMITS.attention + 3 * LIMITS.prompt);
  });

  it('is left alone when it runs a program that must not be interrupted', async () => {
    const line = new ScriptedLine(endless('tick\r\n'));
    const { enter } = { enter: new RawRepl(line, { ...LIMITS, clock: line.clock }).enter(false, signal) };
    await expect(enter).rejects.toMatchObject({ kind: 'busy', message: expect.stringContaining('A program runs') });
    expect(line.sent).toBe('\x01');
  });

  it('is CircuitPython at its prompt: found out before anything else is sent', async () => {
    const answer = (sent: string): string => (sent === '\x01' ? PROMPT : sent === '\x05A\x01' ? 'R\x00' : sent === '\x04' ? 'OKcircuitpython\r\n\x04\x04>' : sent.endsWith('\x02') ? '>>> ' : '');
    const { fault, line } = await outcome({ answer });
    expect(fault).toMatchObject({ kind: 'unsupported', message: expect.stringContaining('CircuitPython') });
    expect(line.sent).not.toContain('_hk');
  });
});

describe('a board that cannot take the helper', () => {
  const taking = (traceback: string): Script => {
    let runs = 0;
    return { answer: (sent) => (sent === '\x01' ? PROMPT : sent === '\x05A\x01' ? 'R\x00' : sent === '\x04' ? (runs++ === 0 ? 'OKmicropython\r\n\x04\x04>' : `OK\x04${traceback}\x04>`) : sent.endsWith('\x02') ? '>>> ' : '') };
  };

  it.each([
    ['MemoryError: memory allocation failed', 'full', /too little free memory/],
    ['SyntaxError: invalid syntax', 'unsupported', /cannot run the helper/],
  ] as const)('%s', async (traceback, kind, says) => {
    const { fault } = await outcome(taking(`Traceback (most recent call last):\r\n${traceback}\r\n`));
    expect([fault.kind, fault.message]).toEqual([kind, expect.stringMatching(says)]);
  });

  it('whose helper says nothing', async () => {
    const { fault } = await outcome(taking(''));
    expect(fault.kind).toBe('unsupported');
  });
});

describe('the raw REPL', () => {
  const repl = (script: Script) => {
    const line = new ScriptedLine(script);
    return { line, repl: new RawRepl(line, { ...LIMITS, clock: line.clock }) };
  };

  it('sends code plainly to firmware that does not know raw-paste', async () => {
    let code = '';
    const answer = (sent: string): string => {
      if (sent === '\x05A\x01') return `ra${PROMPT.slice(2)}`;
      if (sent !== '\x04') code += sent;
      return sent === '\x04' ? 'OK1\r\n\x04\x04>' : '';
    };
    const { line, repl: it } = repl({ answer });
    expect(await it.run('print(1)', 1000, signal)).toEqual({ output: '1\r\n', traceback: '' });
    expect(await it.run('print(2)', 1000, signal)).toEqual({ output: '1\r\n', traceback: '' });
    expect(code).toBe('print(1)print(2)');
    expect(line.sent.split('\x05A\x01')).toHaveLength(2);
  });

  it('keeps to the window of raw-paste', async () => {
    let outstanding = 0;
    let most = 0;
    const answer = (sent: string): string => {
      if (sent === '\x05A\x01') return 'R\x01\x20\x00\x01';
      if (sent === '\x04') return '\x04done\x04\x04>';
      outstanding += sent.length;
      most = Math.max(most, outstanding);
      const signs = Math.floor(outstanding / 32);
      outstanding -= 32 * signs;
      return '\x01'.repeat(signs);
    };
    expect(await repl({ answer }).repl.run('x'.repeat(500), 1000, signal)).toEqual({ output: 'done', traceback: '' });
    expect(most).toBeLessThanOrEqual(64);
  });

  it.each(['R\x01\x20\x00\x04', 'R\x01\x20\x00', 'R', ''])('ends with a fault when raw-paste breaks off: %j', async (begin) => {
    const { repl: it } = repl({ answer: (sent) => (sent === '\x05A\x01' ? begin : '') });
    await expect(it.run('x'.repeat(500), 1000, signal)).rejects.toSatisfy((error) => isFault(error));
  });

  it('ends a wait as soon as it is cancelled', async () => {
    const reason = new Error('enough');
    await expect(repl({}).repl.enter(true, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('is unplugged at any byte of an answer: always the same clear end', async () => {
    const banner = 'Traceback (most recent call last):\r\nKeyboardInterrupt: \r\nMicroPython v1.27.0\r\n>>> ';
    for (let unplugAt = 0; unplugAt < banner.length + PROMPT.length; unplugAt++) {
      const { repl: it } = repl({ unplugAt, answer: (sent) => (sent.includes('\x03') ? banner : sent === '\x01' && unplugAt % 2 === 0 ? PROMPT : '') });
      await it.enter(true, signal).catch((error: unknown) => expect(isFault(error, 'offline') || isFault(error, 'busy'), String(error)).toBe(true));
    }
  });
});
