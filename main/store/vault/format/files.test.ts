/** Config, snapshots and locks: restic's order, what other programs add is kept, nonsense is refused. */
import { describe, expect, it } from 'vitest';
import { decodeConfig, encodeConfig } from './config-file.ts';
import { decodeLock, encodeLock } from '../../lock/lock-file.ts';
import { decodeSnapshot, encodeSnapshot } from '../../tree/snapshot-file.ts';

const ID = '0f'.repeat(32);
const TIME = '2024-05-01T10:00:00.123456789+02:00';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const damaged = expect.objectContaining({ kind: 'damaged' }) as Error;

describe('the config', () => {
  it('is three members', () => {
    const config = { chunker_polynomial: '25b468838dcb75', id: ID, version: 2 };
    expect(text(encodeConfig(config))).toBe(`{"version":2,"id":"${ID}","chunker_polynomial":"25b468838dcb75"}`);
    expect(decodeConfig(encodeConfig(config))).toEqual(config);
  });

  it('of a newer version is not touched', () => {
    expect(() => decodeConfig(json({ version: 3, id: 7 }))).toThrow(expect.objectContaining({ kind: 'newer' }) as Error);
  });

  it.each([{}, { version: 2, id: 'x', chunker_polynomial: '3' }, { version: 2, id: ID, chunker_polynomial: '0xg' }, { version: 0, id: ID, chunker_polynomial: '3' }])('is damaged: %j', (config) => {
    expect(() => decodeConfig(json(config))).toThrow(damaged);
    expect(() => decodeConfig(Buffer.from('no json'))).toThrow(damaged);
  });
});

describe('a snapshot', () => {
  it('has restic’s order, and leaves out what is empty', () => {
    const snapshot = {
      id: ID, summary: { total_bytes_processed: 1, files_new: 0 }, tags: [], excludes: ['<x>'], gid: 0, uid: 5, username: '', hostname: 'desk', paths: [], tree: ID, parent: ID, time: TIME,
    };
    expect(text(encodeSnapshot(snapshot))).toBe(
      `{"time":"${TIME}","parent":"${ID}","tree":"${ID}","paths":[],"hostname":"desk","uid":5,"excludes":["\\u003cx\\u003e"],"summary":{"files_new":0,"total_bytes_processed":1}}`,
    );
  });

  it('keeps what others wrote into it', () => {
    const theirs = { time: TIME, tree: ID, paths: ['/a'], label: 'x', delete: { After: TIME }, summary: { files_new: 1, command: 'rustic' } };
    expect(JSON.parse(text(encodeSnapshot({ ...decodeSnapshot(json(theirs)), tags: ['new'] })))).toEqual({ ...theirs, tags: ['new'] });
  });

  it('may lack or null everything but its time and tree, and count as it likes', () => {
    expect(decodeSnapshot(json({ time: TIME, tree: ID, parent: null, tags: null, paths: null, summary: { files_new: -1 } }))).toEqual({ time: TIME, tree: ID, paths: [] });
  });

  it.each([{}, { time: TIME, paths: [] }, { time: TIME, tree: null, paths: [] }, { time: 'now', tree: ID, paths: [] }, { time: TIME, tree: ID, paths: [1] }, []])('is damaged: %j', (snapshot) => {
    expect(() => decodeSnapshot(json(snapshot))).toThrow(damaged);
  });
});

describe('a lock', () => {
  it('has restic’s order', () => {
    const lock = { pid: 4, gid: 0, uid: 1000, username: 'ada', hostname: 'desk', exclusive: false, time: TIME };
    expect(text(encodeLock(lock))).toBe(`{"time":"${TIME}","exclusive":false,"hostname":"desk","username":"ada","pid":4,"uid":1000}`);
    expect(decodeLock(encodeLock(lock))).toEqual({ time: TIME, exclusive: false, hostname: 'desk', username: 'ada', pid: 4, uid: 1000 });
  });

  it('needs a time', () => {
    expect(decodeLock(json({ time: TIME }))).toEqual({ time: TIME, exclusive: false, hostname: '', username: '', pid: 0 });
    expect(() => decodeLock(json({ exclusive: true }))).toThrow(damaged);
  });
});
