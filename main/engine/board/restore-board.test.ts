/** Restores to a real MicroPython: what is planned, what is done, and that a restore is all or nothing whatever cuts it off. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { everyByte, withKind } from '../../../test/contract/board.ts';
import { listeningCall } from '../../../test/contract/source.ts';
import { FaultyLine, type Faults } from '../../../test/fake/faulty-line.ts';
import { startBoard, type TestBoard, type TestBoardOptions } from '../../../test/fixture/board/board.ts';
import { quietCall, type Call } from '../../base/call.ts';
import { systemClock } from '../../base/clock.ts';
import { Fault, isFault } from '../../base/fault.ts';
import type { Board } from '../../serial/board.ts';
import { connectBoard } from '../../serial/connect.ts';
import { openSerialLine } from '../../serial/serial-line.ts';
import { BoardJournals, type BoardJournal } from './journal.ts';
import { planBoard, type BoardPlan, type PlanOptions } from './plan-board.ts';
import { BoardRestore, type BoardRestoreOptions } from './restore-board.ts';
import { takeBackUnfinished } from './take-back.ts';
import type { Wanted, WantedEntry } from './wanted.ts';

const limits = { silence: 400, interrupt: 300, prompt: 500 };
const NEW: Content = { 'main.py': 'print(2)\n', 'lib/a.py': 'a', 'lib/deep/b.bin': randomBytes(3000), 'new.txt': 'n' };
const OLD: Content = { 'main.py': 'print(1)\n', 'lib/a.py': 'a', 'lib/old.py': everyByte(3000), 'data/log.txt': 'kept', 'gone/x/y': 'y' };

type Content = Readonly<Record<string, string | Uint8Array>>;

/** Every file, its directories first, the root as one scope. */
function wantedOf(files: Content): Wanted {
  const entries = new Map<string, WantedEntry>();
  for (const [name, content] of Object.entries(files)) {
    const parts = name.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const path = `/${parts.slice(0, depth).join('/')}`;
      entries.set(path, { path, type: 'dir', size: 0, mtime: 0, read: () => (async function* () {})() });
    }
    const bytes = Buffer.from(content);
    entries.set(`/${name}`, { path: `/${name}`, type: 'file', size: bytes.length, mtime: 1_700_000_000, read: () => (async function* () { yield bytes; })() });
  }
  const all = [...entries.values()];
  return { entries: all, scopes: ['/', ...all.filter(({ type }) => type === 'dir').map(({ path }) => path)].map((path) => ({ path, covers: () => true })) };
}

interface World {
  readonly device: TestBoard;
  readonly journal: BoardJournal;
  readonly home: string;
  connect(): Promise<Board>;
  /** The line from now on. */
  harm(faults: Faults): void;
}

async function world(options: TestBoardOptions = {}): Promise<World> {
  const device = await startBoard({ files: OLD, ...options });
  const home = mkdtempSync(join(tmpdir(), 'holdfast-restore-board-'));
  onTestFinished(async () => {
    await device[Symbol.asyncDispose]();
    rmSync(home, { recursive: true });
  });
  let line: FaultyLine | null = null;
  const open = async (path: string, baud: number, signal: AbortSignal): Promise<FaultyLine> => (line = new FaultyLine(await openSerialLine(path, baud, signal)));
  return {
    device, home, journal: new BoardJournals(home).of('id'),
    connect: () => connectBoard(device.port, { ...quietCall(), limits, open }),
    harm: (faults) => {
      if (line !== null) line.faults = faults;
    },
  };
}

const PLAN: PlanOptions = { existing: 'overwrite', delete: true };

async function planned(board: Board, wanted: Wanted, options: Partial<PlanOptions> = {}): Promise<BoardPlan> {
  return planBoard(board, wanted, { ...PLAN, ...options }, quietCall(), (_, fault) => { throw fault; });
}

async function restore({ journal, home }: World, board: Board, plan: BoardPlan, options: Partial<BoardRestoreOptions> = {}, call: Call = quietCall()): Promise<BoardRestore> {
  const restoring = new BoardRestore(board, plan, { from: 'abc', verify: true, times: false, stopOnError: false, copiesAt: join(home, 'copies'), journal, clock: systemClock, ...options }, call);
  await restoring.run();
  return restoring;
}

const actions = ({ items }: BoardPlan): string[] => items.map(({ action, path }) => `${action} ${path}`);
const shown = (files: Content): Record<string, string> => {
  const all: Record<string, string> = {};
  for (const { path, type } of wantedOf(files).entries) all[path.slice(1) + (type === 'dir' ? '/' : '')] = type === 'dir' ? '' : Buffer.from(files[path.slice(1)]!).toString('latin1');
  return all;
};

describe('a restore to a board', () => {
  it('says what it would do, does just that, and leaves nothing of its own', async () => {
    const it = await world();
    await using board = await it.connect();
    const plan = await planned(board, wantedOf(NEW));
    expect(actions(plan)).toEqual([
      'replace /main.py', 'same /lib', 'same /lib/a.py', 'create /lib/deep', 'create /lib/deep/b.bin', 'create /new.txt',
      ...['/data', '/data/log.txt', '/gone', '/gone/x', '/gone/x/y', '/lib/old.py'].map((path) => `delete ${path}`),
    ]);
    expect(it.device.files()).toEqual(shown(OLD));
    const { report } = await restore(it, board, plan);
    expect(report).toEqual({ files: 3, bytes: 3010, verified: 3, copies: 0, takenBack: false });
    expect(it.device.files()).toEqual(shown(NEW));
    expect([it.journal.pending(), readdirSync(join(it.home)).filter((name) => name !== 'board-restores')]).toEqual([null, []]);
    expect((await planned(board, wantedOf(NEW))).steps).toEqual([]);
  });

  it('keeps what is extraneous unless told otherwise, and what is there where that is wanted', async () => {
    const it = await world();
    await using board = await it.connect();
    await restore(it, board, await planned(board, wantedOf(NEW), { existing: 'skip', delete: false }));
    expect(it.device.files()).toEqual({ ...shown(OLD), ...shown(NEW), 'main.py': 'print(1)\n' });
  });

  it('keeps copies on the board, under a name that is free', async () => {
    const it = await world({ files: { ...OLD, 'main.py.bak': 'older' } });
    await using board = await it.connect();
    const { report } = await restore(it, board, await planned(board, wantedOf(NEW), { existing: 'backup', delete: false }));
    expect(report.copies).toBe(1);
    expect(it.device.files()).toEqual({ ...shown(OLD), ...shown(NEW), 'main.py.bak': 'older', 'main.py.bak2': 'print(1)\n' });
  });

  it('copies to this computer what the board has no room to keep twice', async () => {
    const it = await world({ files: { big: everyByte(20_000) }, flashBytes: 49_152 });
    await using board = await it.connect();
    const plan = await planned(board, wantedOf({ big: new Uint8Array(20_000), more: new Uint8Array(9000) }), { existing: 'backup' });
    expect(plan.copiesHere).toBe(true);
    await restore(it, board, plan);
    expect(Object.keys(it.device.files())).toEqual(['big', 'more']);
    expect(readFileSync(join(it.home, 'copies/big')).equals(everyByte(20_000))).toBe(true);
  });

  it('is refused before the first byte when there is no room', async () => {
    const it = await world({ flashBytes: 16_384, files: { a: 'a' } });
    await using board = await it.connect();
    await expect(planned(board, wantedOf({ big: new Uint8Array(20_000) }))).rejects.toEqual(withKind('full'));
    expect(it.device.files()).toEqual({ a: 'a' });
  });

  it('goes on without what cannot be restored, and says so', async () => {
    const it = await world({ files: { 'lib': 'a file', 'dir/x': 'x' } });
    await using board = await it.connect();
    const failed: string[] = [];
    const plan = await planBoard(board, wantedOf({ 'lib/a': 'a', dir: 'a file', 'ok': 'ok' }), { ...PLAN, delete: false }, quietCall(), (path) => void failed.push(path));
    expect(failed).toEqual(['/lib', '/lib/a', '/dir']);
    await restore(it, board, plan);
    expect(it.device.files()).toEqual({ 'lib': 'a file', 'dir/': '', 'dir/x': 'x', ok: 'ok' });
  });

  it.each([false, true])('reports a file that cannot be read and goes on, or takes all back: %j', async (stopOnError) => {
    const it = await world();
    await using board = await it.connect();
    const plan = await planned(board, wantedOf(NEW));
    const broken = { ...plan, steps: plan.steps.map((step) => (step.path === '/new.txt' && step.type === 'write' ? { ...step, entry: { ...step.entry, read: () => unreadable() } } : step)) };
    const call = listeningCall();
    const running = restore(it, board, broken, { stopOnError }, call);
    if (stopOnError) await expect(running).rejects.toEqual(withKind('damaged'));
    else expect(((await running).report.files, call.problems.map(({ item }) => item))).toEqual(['/new.txt']);
    const { 'new.txt': _, ...rest } = shown(NEW);
    expect(it.device.files()).toEqual(stopOnError ? shown(OLD) : rest);
  });

  it.each([{ without: ['hashlib', 'uhashlib'] }, { without: ['hashlib', 'uhashlib', 'binascii', 'ubinascii'], memory: 20_000 }])('works on a board with %j', async (shape) => {
    const it = await world(shape);
    await using board = await it.connect();
    await restore(it, board, await planned(board, wantedOf(NEW)));
    expect(it.device.files()).toEqual(shown(NEW));
  });

  it('says that it could set no times', async () => {
    const it = await world();
    await using board = await it.connect();
    const call = listeningCall();
    await restore(it, board, await planned(board, wantedOf(NEW)), { times: true }, call);
    expect(call.problems.map(({ item, severity }) => [item, severity])).toEqual([['clock', 'note']]);
    expect(it.device.files()).toEqual(shown(NEW));
  });
});

describe('a restore that does not come to its end', () => {
  it('is taken back when it is cancelled', async () => {
    const it = await world();
    await using board = await it.connect();
    const stop = new AbortController();
    const reason = new Error('enough');
    const call: Call = { ...quietCall(stop.signal), item: (_, path) => void (path === '/lib/deep' && setImmediate(() => stop.abort(reason))) };
    await expect(restore(it, board, await planned(board, wantedOf(NEW)), {}, call)).rejects.toBe(reason);
    expect(it.device.files()).toEqual(shown(OLD));
    expect(it.journal.pending()).toBeNull();
  });

  it('leaves a board alone that was wiped since', async () => {
    const it = await world();
    const board = await it.connect();
    const plan = await planned(board, wantedOf({ big: randomBytes(60_000) }));
    it.harm({ unplugAt: 20_000 });
    await restore(it, board, plan).catch((error: unknown) => expect(isFault(error, 'offline')).toBe(true));
    await board.close();
    expect(it.journal.pending()).not.toBeNull();
    rmSync(join(it.device.flash, '.hf~restore'));
    await using again = await it.connect();
    expect(await takeBackUnfinished(again, it.journal, quietCall())).toBe(false);
    expect(it.journal.pending()).toBeNull();
  });

  it('is taken back when the board comes back, wherever the plug was pulled', { timeout: 300_000 }, async () => {
    const it = await world();
    let takenBack = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(9000), fc.boolean(), fc.constantFrom('overwrite', 'backup'), async (unplugAt, isPowerCut, existing) => {
        await it.device.unplug();
        for (const name of readdirSync(it.device.flash)) rmSync(join(it.device.flash, name), { recursive: true });
        for (const [path, content] of Object.entries(OLD)) it.device.put(path, content);
        await it.device.plugIn();
        let done = false;
        try {
          const board = await it.connect();
          const plan = await planned(board, wantedOf(NEW), { existing });
          it.harm({ unplugAt });
          try {
            await restore(it, board, plan);
            done = true;
          } finally {
            await board.close();
          }
        } catch (error) {
          expect(isFault(error, 'offline'), String(error)).toBe(true);
        }
        if (isPowerCut) {
          await it.device.unplug();
          await it.device.plugIn();
        }
        await using again = await it.connect();
        if (await takeBackUnfinished(again, it.journal, quietCall())) takenBack++;
        const names = (await again.list('/', quietCall())).map(({ name }) => name);
        expect(names.filter((name) => name.startsWith('.hf'))).toEqual([]);
        const after = existing === 'backup' ? { ...shown(NEW), 'main.py.bak': 'print(1)\n' } : shown(NEW);
        expect(it.device.files()).toEqual(done ? after : shown(OLD));
      }),
      { numRuns: 14, seed: 11 },
    );
    expect(takenBack).toBeGreaterThan(2);
  });
});

async function* unreadable(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('no');
  throw new Fault('damaged', 'what is stored cannot be read');
}
