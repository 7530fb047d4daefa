/** MessagePortMain and MessageChannelMain: pairs of ports, which can be carried on into other processes. */
import { EventEmitter } from 'node:events';
import type { Channel } from './channel.ts';

type Arrival = { data: unknown; ports: MessagePortMain[] } | 'close';

/** Messages wait until `start`. A copy of each arrives, in order and never at once. */
export class MessagePortMain extends EventEmitter {
  /** Of the pair; nobody else touches it. */
  #other: { arrive(arrival: Arrival): void } = { arrive: () => undefined };
  #waiting: Arrival[] = [];
  #started = false;
  #closed = false;

  static pair(): [MessagePortMain, MessagePortMain] {
    const [one, two] = [new MessagePortMain(), new MessagePortMain()];
    one.#other = { arrive: (arrival) => two.#arrive(arrival) };
    two.#other = { arrive: (arrival) => one.#arrive(arrival) };
    return [one, two];
  }

  postMessage(data: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (!this.#closed) this.#other.arrive({ data: structuredClone(data), ports: [...transfer] });
  }

  start(): void {
    this.#started = true;
    setImmediate(() => this.#flush());
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#other.arrive('close');
  }

  #arrive(arrival: Arrival): void {
    this.#waiting.push(arrival);
    if (this.#started) setImmediate(() => this.#flush());
  }

  #flush(): void {
    for (let arrival = this.#waiting.shift(); arrival !== undefined; arrival = this.#waiting.shift()) {
      if (arrival !== 'close') {
        if (!this.#closed) this.emit('message', arrival);
        continue;
      }
      this.#closed = true;
      this.emit('close');
    }
  }
}

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;

  constructor() {
    [this.port1, this.port2] = MessagePortMain.pair();
  }
}

/** Ports whose other end is in another process: what arrives here goes there, and the other way round. */
export class PortRelay {
  readonly #channel: Channel;
  readonly #carried = new Map<string, MessagePortMain>();
  readonly #name: string;
  #next = 0;

  /** @param name of this end, so that both ends can number theirs. */
  constructor(channel: Channel, name: string) {
    [this.#channel, this.#name] = [channel, name];
    channel.on<{ id: string; data: unknown }>('port.message', ({ id, data }) => this.#carried.get(id)?.postMessage(data));
    channel.on<{ id: string }>('port.close', ({ id }) => this.#drop(id));
  }

  /** Its messages go to the other process from now on. @returns the name to receive it by. */
  send(port: MessagePortMain): string {
    const id = `${this.#name}${this.#next++}`;
    this.#carry(id, port);
    return id;
  }

  receive(id: string): MessagePortMain {
    const [here, there] = MessagePortMain.pair();
    this.#carry(id, there);
    return here;
  }

  /** The other process is gone. */
  closeAll(): void {
    for (const id of this.#carried.keys()) this.#drop(id);
  }

  #carry(id: string, port: MessagePortMain): void {
    this.#carried.set(id, port);
    port.on('message', ({ data }: { data: unknown }) => this.#channel.tell('port.message', { id, data }));
    port.on('close', () => {
      if (this.#carried.delete(id)) this.#channel.tell('port.close', { id });
    });
    port.start();
  }

  #drop(id: string): void {
    const port = this.#carried.get(id);
    this.#carried.delete(id);
    port?.close();
  }
}
