/** Loaded before a utility process's program: gives it the `process.parentPort` it would have there. */
import { EventEmitter } from 'node:events';
import { Channel } from './channel.ts';
import { PortRelay } from './ports.ts';

const channel = new Channel(process as never);
const relay = new PortRelay(channel, 'engine-');

/** Messages wait until somebody listens. */
class ParentPort extends EventEmitter {
  #waiting: unknown[] = [];

  constructor() {
    super();
    this.on('newListener', (name) => {
      if (name !== 'message') return;
      setImmediate(() => {
        for (const event of this.#waiting.splice(0)) this.emit('message', event);
      });
    });
  }

  postMessage(data: unknown): void {
    channel.tell('message', data);
  }

  arrive(event: unknown): void {
    if (this.listenerCount('message') === 0) this.#waiting.push(event);
    else this.emit('message', event);
  }
}

const parentPort = new ParentPort();
channel.on<{ data: unknown; ports: string[] }>('message', ({ data, ports }) => parentPort.arrive({ data, ports: ports.map((id) => relay.receive(id)) }));
Object.assign(process, { parentPort });
process.on('disconnect', () => process.exit(0)); // a utility process does not outlive the app
