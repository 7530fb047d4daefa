/** From a port to a board: the line opened, the prompt taken, the helper brought on, the board asked who it is. */
import { askAbout } from './about.ts';
import type { Board, BoardInfo } from './board.ts';
import { FILES } from './on-board/files.ts';
import { FORGET } from './on-board/kernel.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Line } from './line.ts';
import { Link } from './link.ts';
import { circuitPythonFault } from './no-prompt.ts';
import { Pace } from './pace.ts';
import { RawRepl, type FoundState } from './raw-repl.ts';
import { openSerialLine } from './serial-line.ts';
import { SerialBoard } from './serial-board.ts';

export interface ConnectOptions {
  readonly signal: AbortSignal;
  readonly baud?: number;
  /** Whether a running program may be interrupted; without: Fault `busy` when one runs. */
  readonly interrupt?: boolean;
  readonly limits?: Partial<Limits>;
  /** Another way to the board than a serial port. */
  readonly open?: (path: string, baud: number, signal: AbortSignal) => Promise<Line>;
}

const BAUD = 115_200;
/** A frame is copied several times on the board while it is handled. */
const MEMORY_SHARE = 16;
const LARGEST_FRAME = 4096;
/** Seconds a frame may be on the wire: long before somebody thinks that it is lost. */
const ON_THE_WIRE = 2;
/** Milliseconds giving a board back may take. */
const FAREWELL = 5000;

/** Faults: `missing`, `denied`, `busy`, `offline`, `unsupported`, `full`, `invalid`, each saying what the board seems to be doing. */
export async function connectBoard(path: string, { signal, baud = BAUD, interrupt = true, limits = {}, open = openSerialLine }: ConnectOptions): Promise<Board> {
  const line = await open(path, baud, signal);
  const all: Limits = { ...LIMITS, ...limits };
  const repl = new RawRepl(line, all);
  let found: FoundState | null = null;
  try {
    found = await repl.enter(interrupt, signal);
    return await meet(repl, all, found, baud, signal);
  } catch (error) {
    await giveBack(repl, found, line);
    throw error;
  }
}

async function meet(repl: RawRepl, limits: Limits, found: FoundState, baud: number, signal: AbortSignal): Promise<Board> {
  const link = new Link(repl, limits);
  const { line } = repl.inbox;
  const { output } = await repl.run('import sys\nprint(sys.implementation[0])', limits.silence, signal);
  if (/circuitpython/i.test(output)) throw circuitPythonFault(line.name, '');
  await link.begin(signal);
  const { epoch, ...about } = await askAbout(link, signal);
  await link.extend(FILES, signal);
  const [memory = 0, inflates = 0, deflates = 0, hash = ''] = Buffer.from(await link.call('A', new Uint8Array(0), signal)).toString().split(',');
  link.frameSize = frameFor(Number(memory), baud);
  const info: BoardInfo = { ...about, port: line.name, baud, hash: hash === 'sha256' || hash === 'crc32' ? hash : null, found };
  return new SerialBoard({
    info, link, epoch, pace: new Pace(limits.clock, deflates === '1'), inflates: inflates === '1',
    leave: async (restart) => {
      const end = AbortSignal.timeout(FAREWELL);
      try {
        await link.end(end);
        await repl.run(FORGET, limits.silence, end);
        await repl.leave(restart, end);
      } catch {
        // a board that is gone or stuck cannot be given back, and what was done with it is done
      } finally {
        await line.close();
      }
    },
  });
}

/** @param memory free bytes. */
function frameFor(memory: number, baud: number): number {
  const most = Math.min(memory / MEMORY_SHARE, (baud / 10) * ON_THE_WIRE);
  return Math.min(LARGEST_FRAME, Math.max(128, Math.floor(most / 128) * 128));
}

/** After a start that failed or was broken off: the prompt as friendly as it was, the program running if it was, the port free in any case. */
async function giveBack(repl: RawRepl, found: FoundState | null, line: Line): Promise<void> {
  try {
    const end = AbortSignal.timeout(FAREWELL);
    if (found === null) await repl.retreat(end);
    else await repl.withdraw(found === 'running', end);
  } catch {
    // the failure that led here says more than this one
  }
  await line.close();
}
