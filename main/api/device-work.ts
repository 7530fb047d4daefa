/** What an engine knows of boards beyond a single call: the known ones, whose turn it is on a port, what runs with which board. */
import { BoardJournals } from '../engine/board/journal.ts';
import { Bell } from '../run/bell.ts';
import { DevicesFile } from '../state/devices.ts';
import type { Context } from './context.ts';

export class DeviceWork {
  readonly known: DevicesFile;
  readonly journals: BoardJournals;
  /** Rings when something about a board has changed. */
  readonly bell = new Bell();
  /** By the key of a board: the run that works with it. */
  readonly running = new Map<string, string>();
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(home: string) {
    this.known = new DevicesFile(home);
    this.journals = new BoardJournals(home);
  }

  /** One conversation at a time and port. */
  async turn<T>(port: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(port);
    const mine = (async () => {
      await before?.catch(() => undefined); // told to whoever asked for it
      return work();
    })();
    this.#turns.set(port, mine);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(port) === mine) this.#turns.delete(port);
    }
  }
}

const works = new WeakMap<Context, DeviceWork>();

export function deviceWork(context: Context): DeviceWork {
  const work = works.get(context) ?? new DeviceWork(context.folders.data);
  works.set(context, work);
  return work;
}
