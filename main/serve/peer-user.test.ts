/** Whose program connects: by tables as Linux prints them, and by a real connection. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { endianness } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isLinux } from '../base/platform.ts';
import { userAtOtherEnd, userOf } from './peer-user.ts';

const HEAD = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
/** Both ends of a connection within the machine: the client's of user 1001, the server's of user 1000. */
const TCP = `${HEAD}
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 21 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 22 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 23 1 0000000000000000 20 4 30 10 -1`;
const TCP6 = `${HEAD}
   0: 0000000000000000FFFF00000100007F:D432 0000000000000000FFFF00000100007F:1F90 01 00000000:00000000 00:00000000 00000000  1002        0 24 1
   1: 00000000000000000000000001000000:D433 00000000000000000000000001000000:1F90 01 00000000:00000000 00:00000000 00000000  1003        0 25 1`;
const user = (from: string, port: number, to = from): number | null => userOf({ client: { address: from, port }, server: { address: to, port: 8080 } }, `${TCP}\n${TCP6}`);

describe.runIf(endianness() === 'LE')('the user at the other end', () => {
  it.each([['127.0.0.1', 0xd431, 1001], ['::ffff:127.0.0.1', 0xd431, 1001], ['127.0.0.1', 0xd432, 1002], ['::ffff:127.0.0.1', 0xd432, 1002], ['::1', 0xd433, 1003]])('of %s, port %i, is %i', (address, port, wanted) =>
    expect(user(address, port)).toBe(wanted));
  it.each([['127.0.0.1', 0xd434], ['127.0.0.2', 0xd431], ['192.0.2.1', 0xd431], ['::2', 0xd433], ['fe80::1%eth0', 0xd433]])('of %s, port %i, is not known', (address, port) => expect(user(address, port)).toBe(null));
});

describe.runIf(isLinux)('a real connection', () => {
  it.each(['127.0.0.1', '::1'])('to %s is told to be of who made it', async (host) => {
    const server = createServer().listen(0, host);
    onTestFinished(() => void server.close());
    const listening = await once(server, 'listening').then(() => true, () => false);
    if (!listening) return; // a machine without IPv6
    const client = connect((server.address() as AddressInfo).port, host);
    onTestFinished(() => void client.destroy());
    const [socket] = (await once(server, 'connection')) as [Socket];
    expect(userAtOtherEnd(socket)).toBe(process.getuid?.());
  });
});
