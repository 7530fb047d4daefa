/** The browser: one WebSocket carries every call. It is opened again when it breaks, unless the host refuses us. */
import { RPCLink } from '@orpc/client/websocket';
import type { Connection } from './connection.ts';

/** Milliseconds between tries. */
const PAUSES = [250, 500, 1000, 2000];

export function connectBySocket(connection: Connection): void {
  let failures = 0;
  const open = (): void => {
    const websocket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/socket`);
    const link = new RPCLink({ websocket });
    websocket.addEventListener('open', () => {
      failures = 0;
      connection.attach(link);
    });
    websocket.addEventListener('close', () => {
      connection.detach(link);
      const pause = PAUSES[Math.min(failures++, PAUSES.length - 1)];
      setTimeout(() => void again(), pause);
    });
  };
  /** A host that answers but does not know our cookie is another run of the program: only its own address helps. */
  const again = async (): Promise<void> => {
    const response = await fetch('/', { method: 'HEAD' }).catch(() => null);
    if (response?.status === 401) connection.refuse();
    else open();
  };
  open();
}
