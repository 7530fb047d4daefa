/** The stand-in's ports behave as MessagePortMain does: queued until started, copied, in order, closed at the other end; also into another process. */
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Channel } from './channel.ts';
import { MessageChannelMain, PortRelay, type MessagePortMain } from './ports.ts';

function heardBy(port: MessagePortMain): unknown[] {
  const heard: unknown[] = [];
  port.on('message', ({ data }: { data: unknown }) => heard.push(data)).on('close', () => heard.push('closed'));
  return heard;
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Two ends of a line, as two processes have them. */
function line(): [Channel, Channel] {
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  const to = (other: EventEmitter) => Object.assign(other === ends[1] ? ends[0] : ends[1], { send: (message: unknown) => setImmediate(() => other.emit('message', structuredClone(message))) && true });
  return [new Channel(to(ends[1]) as never), new Channel(to(ends[0]) as never)];
}

describe('a channel', () => {
  it('keeps messages until they are wanted, copies them, and closes after the last', async () => {
    const { port1, port2 } = new MessageChannelMain();
    const heard = heardBy(port2);
    const said = { bytes: new Uint8Array([1, 2]) };
    port1.postMessage(said);
    said.bytes[0] = 9;
    port1.postMessage('two');
    port1.close();
    port1.postMessage('too late');
    await settle();
    expect(heard).toEqual([]);
    port2.start();
    await settle();
    expect(heard).toEqual([{ bytes: new Uint8Array([1, 2]) }, 'two', 'closed']);
  });

  it('goes on into another process, both ways, with its end', async () => {
    const [here, there] = line();
    const relays = [new PortRelay(here, 'a'), new PortRelay(there, 'b')] as const;
    const { port1, port2 } = new MessageChannelMain();
    port1.postMessage('before it was carried');
    const far = relays[1].receive(relays[0].send(port2));
    const [near, distant] = [heardBy(port1), heardBy(far)];
    port1.start();
    far.start();
    port1.postMessage('after');
    far.postMessage(new Uint8Array([3]));
    await settle();
    far.close();
    await settle();
    expect(distant).toEqual(['before it was carried', 'after']);
    expect(near).toEqual([new Uint8Array([3]), 'closed']);
  });

  it('is closed here when the other process is gone', async () => {
    const relay = new PortRelay(line()[0], 'a');
    const { port1, port2 } = new MessageChannelMain();
    const heard = heardBy(port1);
    port1.start();
    relay.send(port2);
    relay.closeAll();
    await settle();
    expect(heard).toEqual(['closed']);
  });
});
