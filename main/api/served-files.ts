/** Files a host serves by URL for a while: their bytes never travel over the contract. */
import { newId } from '../base/ids.ts';

export interface ServedFile {
  mime: string;
  /** Bytes that will come. */
  size: number;
  bytes: AsyncIterable<Uint8Array>;
}

/** Tickets that are remembered; the oldest give way. */
const KEPT = 200;

export class ServedFiles {
  readonly #offers = new Map<string, (signal: AbortSignal) => Promise<ServedFile>>();

  /** @returns where hosts serve it, relative to the page. */
  offer(open: (signal: AbortSignal) => Promise<ServedFile>): string {
    const ticket = newId();
    this.#offers.set(ticket, open);
    for (const oldest of this.#offers.keys()) {
      if (this.#offers.size <= KEPT) break;
      this.#offers.delete(oldest);
    }
    return `preview/${ticket}`;
  }

  async open(ticket: string, signal: AbortSignal): Promise<ServedFile | null> {
    return (await this.#offers.get(ticket)?.(signal)) ?? null;
  }
}
