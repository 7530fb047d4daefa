/** The engine is kept alive, asked, answered and stopped. Its process is played by the test. */
import { describe, expect, it, vi } from 'vitest';
import { EngineKeeper, type Ears } from './engine-keeper.ts';
import type { DesktopAnswer, DesktopRequest, ToEngine } from './engine-messages.ts';

interface Said {
  message: ToEngine;
  port: object | undefined;
}

function keeper({ perform = async (_request: DesktopRequest): Promise<DesktopAnswer> => null } = {}) {
  const engines: { ears: Ears; said: Said[]; kill: ReturnType<typeof vi.fn> }[] = [];
  const events: unknown[] = [];
  let now = 0;
  const kept = new EngineKeeper<{ close(): void }>({
    start: (ears) => {
      const engine = { ears, said: [] as Said[], kill: vi.fn() };
      engines.push(engine);
      return { post: (message, port) => void engine.said.push({ message, port }), kill: engine.kill };
    },
    clock: { monotonic: () => now },
    perform,
    busy: (busy) => events.push({ busy }),
    drive: (notice) => events.push({ notice }),
    crashed: (reason, pause) => events.push({ crashed: reason, pause }),
    restarted: () => events.push('restarted'),
    misspoke: () => events.push('misspoke'),
  });
  kept.start();
  return { kept, engines, events, pass: (ms: number) => void (now += ms), latest: () => engines.at(-1)! };
}

const port = () => ({ close: vi.fn() });

describe('the engine', () => {
  it('gets the ports it is to serve', () => {
    const { kept, latest } = keeper();
    const given = port();
    kept.give({ type: 'connect' }, given);
    expect(latest().said).toEqual([{ message: { type: 'connect' }, port: given }]);
  });

  it('that crashed is started again, with word for those who need a new port', async () => {
    const { engines, events, latest } = keeper();
    latest().ears.exit(134, 'out of memory\n');
    await vi.waitFor(() => expect(engines).toHaveLength(2));
    expect(events).toEqual([{ crashed: 'It ended with code 134: out of memory', pause: 0 }, { busy: false }, 'restarted']);
  });

  it('has something to ask about a drive, and that is passed on', async () => {
    const { events, latest } = keeper();
    const notice = { kind: 'back-up' as const, drive: 'Photos', plans: ['Documents'] };
    latest().ears.message({ type: 'drive', notice });
    await vi.waitFor(() => expect(events).toEqual([{ notice }]));
  });

  it('that is not there gets no port: it is closed, so that its other end knows', () => {
    const { kept, latest } = keeper();
    latest().ears.exit(null, '');
    const given = port();
    kept.give({ type: 'preview', ticket: 'x' }, given);
    expect(given.close).toHaveBeenCalled();
  });

  it('that keeps crashing is left alone until somebody wants it again', async () => {
    const { kept, engines, events, latest } = keeper();
    for (let crash = 1; crash <= 5; crash++) {
      latest().ears.exit(1, '');
      if (crash < 5) await vi.waitFor(() => expect(engines).toHaveLength(crash + 1), 5000);
    }
    expect(events.slice(-2)).toEqual([{ crashed: 'It ended with code 1.', pause: null }, { busy: false }]);
    kept.startAgain();
    expect([engines.length, events.at(-1)]).toEqual([6, 'restarted']);
  });

  it('says whether something runs, by itself and when asked', async () => {
    const { kept, events, latest } = keeper();
    latest().ears.message({ type: 'busy', busy: true, id: null });
    const asked = kept.busy();
    latest().ears.message({ type: 'busy', busy: true, id: 0 });
    expect([await asked, events]).toEqual([true, [{ busy: true }]]);
  });

  it('that dies while it is asked runs nothing', async () => {
    const { kept, latest } = keeper();
    const asked = kept.busy();
    latest().ears.exit(1, '');
    expect(await asked).toBe(false);
    expect(await kept.busy()).toBe(false);
  });

  it('is answered what it asks of the screen, or told why not', async () => {
    const { latest } = keeper({
      perform: async (request) => {
        if (request.what === 'reveal') throw new Error('There is no file manager.');
        return '/home/ann';
      },
    });
    latest().ears.message({ type: 'request', id: 4, request: { what: 'pick-folder', title: 'x', startAt: null } });
    latest().ears.message({ type: 'request', id: 5, request: { what: 'reveal', path: '/x' } });
    await vi.waitFor(() => expect(latest().said).toHaveLength(2));
    expect(latest().said.map(({ message }) => message)).toEqual([{ type: 'answer', id: 4, answer: '/home/ann' }, { type: 'refusal', id: 5, reason: 'There is no file manager.' }]);
  });

  it.each([null, 'busy', { type: 'busy' }, { type: 'request', id: 1, request: { what: 'run', path: '/bin/sh' } }, { type: 'request', id: 1, request: { what: 'reveal', path: '/x', more: 1 } }])(
    'is not obeyed when it says %j',
    (said) => {
      const { events, latest } = keeper();
      latest().ears.message(said);
      expect([events, latest().said]).toEqual([['misspoke'], []]);
    },
  );

  it('is told to stop, waited for, and not started again', async () => {
    const { kept, engines, events, latest } = keeper();
    const stopped = kept.stop();
    expect(latest().said.at(-1)?.message).toEqual({ type: 'close' });
    latest().ears.exit(0, '');
    await stopped;
    expect([engines.length, events, latest().kill.mock.calls]).toEqual([1, [{ busy: false }], []]);
  });
});
