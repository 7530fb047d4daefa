/** Whose program is at the other end of a connection within this machine. Linux tells; elsewhere nobody knows. */
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

export interface Ends {
  /** Where the program at the other end connected from. */
  client: { address: string; port: number };
  /** Where it connected to. */
  server: { address: string; port: number };
}

/** The tables of TCP sockets (proc(5)): one line a socket, with its own end, the other end and, as the eighth word, its user. */
const TABLES = ['/proc/self/net/tcp', '/proc/self/net/tcp6'] as const;

/** User id; null where it cannot be told: another machine, another system than Linux. */
export function userAtOtherEnd({ remoteAddress, remotePort, localAddress, localPort }: Socket): number | null {
  if (remoteAddress === undefined || remotePort === undefined || localAddress === undefined || localPort === undefined) return null;
  return userOf({ client: { address: remoteAddress, port: remotePort }, server: { address: localAddress, port: localPort } }, TABLES.map(read).join('\n'));
}

/** The user of the client's socket, which is of this machine when it stands in a table. */
export function userOf({ client, server }: Ends, tables: string): number | null {
  const [from, to] = [written(client), written(server)];
  for (const line of tables.split('\n')) {
    const [, own, other, , , , , user] = line.trim().split(/\s+/);
    if (user !== undefined && own !== undefined && other !== undefined && from.includes(own) && to.includes(other)) return Number(user);
  }
  return null;
}

function read(table: string): string {
  try {
    return readFileSync(table, 'latin1');
  } catch {
    return ''; // no such table here: nobody is found in it
  }
}

/** As it may stand in a table: a program can reach an IPv4 address through a socket of either kind. */
function written({ address, port }: Ends['client']): string[] {
  const bytes = bytesOf(address.replace(/%.*$/, ''));
  const forms = bytes.length === 4 ? [bytes, [...MAPPED, ...bytes]] : isMapped(bytes) ? [bytes, bytes.slice(12)] : [bytes];
  return forms.map((form) => `${inWords(form)}:${port.toString(16).toUpperCase().padStart(4, '0')}`);
}

/** Of an IPv4 address as an IPv6 one. */
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];
const isMapped = (bytes: readonly number[]): boolean => MAPPED.every((byte, at) => bytes[at] === byte);

/** The system prints each four bytes as one number of its own byte order. */
function inWords(bytes: readonly number[]): string {
  const hex = (part: readonly number[]): string => Buffer.from(endianness() === 'LE' ? part.toReversed() : part).toString('hex').toUpperCase();
  return Array.from({ length: bytes.length / 4 }, (_, word) => hex(bytes.slice(word * 4, word * 4 + 4))).join('');
}

/** 4 or 16 bytes. */
function bytesOf(address: string): number[] {
  if (!address.includes(':')) return address.split('.').map(Number);
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (dotted !== null) return [...bytesOf(`${dotted[1]}0:0`).slice(0, 12), ...bytesOf(dotted[2] ?? '')];
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter((part) => part !== ''));
  const parts = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
  return parts.flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 0xff]);
}
