/** Closing and quitting while something runs. */
import { describe, expect, it } from 'vitest';
import { Leaving, type LeaveChoice } from './leaving.ts';

function app({ platform = 'linux' as NodeJS.Platform, busy = false, windows = 1, answer = 'stay' as LeaveChoice } = {}) {
  const state = { busy, windows, quits: 0, asked: 0 };
  const leaving: Leaving = new Leaving({
    platform,
    busy: async () => state.busy,
    ask: async () => (state.asked++, answer),
    windows: { count: () => state.windows, closeAll: () => void close() },
    quit: () => void (leaving.mayQuit() && state.quits++),
  });
  async function close(): Promise<void> {
    state.windows = 0;
    await leaving.windowsClosed();
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const runEnds = () => {
    state.busy = false;
    leaving.runsEnded();
  };
  return { state, leaving, close, settle, runEnds };
}

describe('closing the window', () => {
  it('ends the app when nothing runs', async () => {
    const { state, close } = app();
    await close();
    expect(state.quits).toBe(1);
  });

  it('leaves a run going, and the app ends with it, without a question', async () => {
    const { state, close, runEnds } = app({ busy: true });
    await close();
    expect(state.quits).toBe(0);
    runEnds();
    expect(state).toMatchObject({ quits: 1, asked: 0 });
  });

  it('leaves the app where it is once the window is open again', async () => {
    const { state, leaving, close, runEnds } = app({ busy: true });
    await close();
    state.windows = 1;
    leaving.windowOpened();
    runEnds();
    expect(state.quits).toBe(0);
  });

  it('leaves the app where it is when another opens while it is being found out what runs', async () => {
    const { state, leaving, close } = app();
    const closed = close();
    state.windows = 1;
    leaving.windowOpened();
    await closed;
    expect(state.quits).toBe(0);
  });

  it('never ends the app on macOS', async () => {
    const { state, close, runEnds } = app({ platform: 'darwin', busy: true });
    await close();
    runEnds();
    expect(state.quits).toBe(0);
  });
});

describe('quitting', () => {
  it('just happens when nothing runs', async () => {
    const { state, leaving, settle } = app();
    expect(leaving.mayQuit()).toBe(false);
    await settle();
    expect(state).toMatchObject({ quits: 1, asked: 0 });
  });

  it('during a run asks once, and stays when told so', async () => {
    const { state, leaving, settle } = app({ busy: true, answer: 'stay' });
    leaving.mayQuit();
    leaving.mayQuit();
    await settle();
    expect(state).toMatchObject({ quits: 0, asked: 1, windows: 1 });
  });

  it('during a run stops it when told so', async () => {
    const { state, leaving, settle } = app({ busy: true, answer: 'stop' });
    leaving.mayQuit();
    await settle();
    expect(state.quits).toBe(1);
  });

  it.each(['linux', 'darwin'] as const)('during a run closes the window and waits when told so (%s)', async (platform) => {
    const { state, leaving, settle, runEnds } = app({ busy: true, answer: 'wait', platform });
    leaving.mayQuit();
    await settle();
    expect(state).toMatchObject({ quits: 0, windows: 0 });
    runEnds();
    expect(state.quits).toBe(1);
  });
});
