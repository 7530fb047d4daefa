/** device: what is looked at and changes nothing on a board: info, files, a file's content, what changed since a backup. */
import { posix } from 'node:path';
import type { DeviceChanges, DeviceEntry, DeviceInfo } from '../../preload/contract/device.ts';
import type { FilePreview } from '../../preload/contract/snapshot-procedures.ts';
import { Fault } from '../base/fault.ts';
import { compareBoard } from '../engine/board/compare-board.ts';
import { markerOn } from '../engine/board/take-back.ts';
import { wantedOf } from '../engine/board/wanted-snapshot.ts';
import { imageType, MOST_TEXT, textEncoding } from '../engine/preview.ts';
import type { Board, BoardEntry } from '../serial/board.ts';
import { shortCall } from './calls.ts';
import type { Context } from './context.ts';
import { withBoards } from './device-destination.ts';
import { hostOf, withDevice, type DeviceSession } from './device-session.ts';
import { snapshotOf } from './device-snapshot.ts';
import { deviceWork } from './device-work.ts';
import { os } from './implementer.ts';

export const info = os.device.info.handler(({ input, context: { context }, signal }) => {
  const call = shortCall(context, signal);
  return withDevice(input, context, call, (session) => infoOf(session, context, call.signal));
});

async function infoOf({ board, key, known }: DeviceSession, context: Context, signal: AbortSignal): Promise<DeviceInfo> {
  const { info: told } = board;
  const marker = await markerOn(board, { signal });
  const pending = deviceWork(context).journals.of(key).pending();
  const unfinished = marker === null ? null : pending?.id === marker.id ? { startedAt: pending.startedAt, from: pending.from, here: true } : { startedAt: '', from: '', here: false };
  return {
    ...told, name: known?.name ?? null, mounts: told.mounts.map(({ path, size, free }) => ({ path, size, free })), partitions: [...told.partitions], lastBackup: known?.lastBackup ?? null, unfinished,
  };
}

export const files = os.device.files.handler(({ input, context: { context }, signal }) => {
  const call = shortCall(context, signal);
  return withDevice(input, context, call, async ({ board }) => {
    const path = posix.resolve('/', input.path);
    const { type } = await standing(board, path, call.signal);
    if (type !== 'dir') throw new Fault('invalid', `${path} on the board is no directory.`, { context: { path } });
    const entries = await board.list(path, { signal: call.signal });
    return entries.map((entry) => entryOf(entry, path)).toSorted((a, b) => Number(b.type === 'dir') - Number(a.type === 'dir') || (a.name < b.name ? -1 : 1));
  });
});

/** The root of a board may be no entry of anything. */
const standing = async (board: Board, path: string, signal: AbortSignal): Promise<Omit<BoardEntry, 'name'>> =>
  path === '/' ? { type: 'dir', size: 0, mtime: 0 } : board.stat(path, { signal });

const entryOf = ({ name, type, size, mtime }: BoardEntry, directory: string): DeviceEntry => ({
  name, path: posix.join(directory, name), type, size: type === 'dir' ? 0 : size, mtime: mtime <= 0 ? null : new Date(mtime * 1000).toISOString(),
});

/** Files beyond this are not fetched to be looked at. */
const MOST = 4 * 1024 * 1024;

export const preview = os.device.preview.handler(({ input, context: { context }, signal }): Promise<FilePreview> => {
  const call = shortCall(context, signal);
  return withDevice(input, context, call, async ({ board }) => {
    const { type, size } = await board.stat(input.path, { signal: call.signal });
    if (type !== 'file') throw new Fault('invalid', `${input.path} on the board is no file.`, { context: { path: input.path } });
    if (size > MOST) return { kind: 'too-large', mime: 'application/octet-stream', size, url: null, truncated: false };
    return previewOf(Buffer.concat(await Array.fromAsync(board.read(input.path, { signal: call.signal }))), context);
  });
});

function previewOf(bytes: Buffer, { servedFiles }: Context): FilePreview {
  const size = bytes.length;
  const offer = (mime: string, content: Uint8Array): string => servedFiles.offer(async () => ({ mime, size: content.length, bytes: (async function* () { yield content; })() }));
  const image = imageType(bytes);
  if (image !== null) return { kind: 'image', mime: image, size, url: offer(image, bytes), truncated: false };
  const head = bytes.subarray(0, MOST_TEXT);
  const encoding = textEncoding(head, size > head.length);
  if (encoding === null) return { kind: 'binary', mime: 'application/octet-stream', size, url: null, truncated: false };
  const text = encoding === 'utf-8' ? head : Buffer.from(new TextDecoder(encoding).decode(head), 'utf8');
  return { kind: 'text', mime: 'text/plain; charset=utf-8', size, url: offer('text/plain; charset=utf-8', text), truncated: size > head.length };
}

export const changes = os.device.changes.handler(({ input, context: services, signal }): Promise<DeviceChanges> => {
  const { context } = services;
  const call = shortCall(context, signal);
  return withDevice(input, context, call, async ({ board, key, known }) => {
    return withBoards(input.destination ?? known?.care?.destination, services, call, async (store) => {
      const { snapshot, path: from } = await snapshotOf(store, input.snapshot, hostOf(key), call);
      const wanted = await wantedOf(await store.open(snapshot, call), { from, includes: [], excludes: [], paths: [], map: [] }, call);
      const { changes: found, unchanged } = await compareBoard(board, wanted, snapshot, call);
      const counted = (change: string): number => found.filter((one) => one.change === change).length;
      return { snapshot: snapshot.id, time: snapshot.time, destination: store.address, changes: found, added: counted('added'), removed: counted('removed'), changed: counted('changed'), unchanged };
    });
  });
});
