/**
 * What tells two versions of a file apart on a board whose clock may never have been set: a number made of its content, computed there.
 * Stores compare it as they compare inodes, so that a file of the same size and time is read again exactly when it changed.
 */
import { randomBytes } from 'node:crypto';
import type { Call } from '../../base/call.ts';
import { isFault, toFault } from '../../base/fault.ts';
import type { Board } from '../../serial/board.ts';

/** @param hex digits of a SHA-256. @returns a positive number a signed 64-bit field holds, never 0. */
export const identityOf = (hex: string): bigint => (BigInt(`0x${hex.slice(0, 16)}`) & 0x7fff_ffff_ffff_ffffn) | 1n;

/** By path; a file that cannot be read is reported and has none. Where the board cannot hash, every file counts as changed. */
export async function identities(board: Board, paths: readonly string[], call: Call): Promise<Map<string, bigint>> {
  if (board.info.hash !== 'sha256') return new Map(paths.map((path) => [path, identityOf(randomBytes(8).toString('hex'))]));
  const known = new Map<string, bigint>();
  for await (const result of board.hash(paths, { signal: call.signal })) {
    if ('digest' in result) known.set(result.path, identityOf(result.digest));
    else if (isFault(result.fault, 'offline')) throw result.fault;
    else call.report({ item: result.path, during: 'scan', severity: 'warning', fault: toFault(result.fault, `"${result.path}" cannot be read`, { path: result.path }) });
  }
  return known;
}
