/** The desktop: the bridge hands over a MessagePort to the engine, and a new one when the engine was started again. */
import { RPCLink } from '@orpc/client/message-port';
import type { Connection } from './connection.ts';

export function connectByPort(connection: Connection): void {
  window.addEventListener('message', ({ source, data, ports }) => {
    const [port] = ports;
    if (source !== window || data !== 'holdfast:port' || port === undefined) return;
    const link = new RPCLink({ port });
    port.addEventListener('close', () => connection.detach(link));
    port.start();
    connection.attach(link);
  });
  window.postMessage('holdfast:want-port', location.origin);
}
