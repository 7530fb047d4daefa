import { describe, expect, it } from 'vitest';
import { cloneSpec, firstChoice, restoreSpec, writeCommand, type Job } from './writing.ts';

const restore: Extract<Job, { kind: 'restore' }> = { kind: 'restore', device: 'greenhouse', destination: '/state/boards', snapshot: '1a2b3c4d5e', paths: [] };
const clone: Extract<Job, { kind: 'clone' }> = { kind: 'clone', device: 'second', from: 'greenhouse' };

describe('writing to a board', () => {
  it('removes nothing unless somebody asks, and makes a clone the same', () => {
    expect([firstChoice(restore), firstChoice(clone)]).toEqual([{ existing: 'overwrite', delete: false }, { existing: 'overwrite', delete: true }]);
  });

  it('is what the contract takes', () => {
    expect(restoreSpec({ ...restore, paths: ['/lib'] }, firstChoice(restore), true)).toEqual({ device: 'greenhouse', destination: '/state/boards', snapshot: '1a2b3c4d5e', paths: ['/lib'], existing: 'overwrite', delete: false, interrupt: true });
    expect(cloneSpec(clone, firstChoice(clone), false)).toEqual({ device: 'second', from: 'greenhouse', existing: 'overwrite', delete: true, interrupt: false });
  });

  it('is a command too', () => {
    expect(writeCommand(restore, { existing: 'overwrite', delete: true })).toBe('holdfast device restore greenhouse 1a2b3c4d -r /state/boards --delete');
    expect(writeCommand({ ...restore, paths: ['/lib', '/a b'] }, { existing: 'backup', delete: false })).toBe("holdfast device restore greenhouse 1a2b3c4d -r /state/boards --include /lib --include '/a b' --overwrite backup");
    expect(writeCommand(clone, { existing: 'skip', delete: false })).toBe('holdfast device clone greenhouse second --overwrite never --keep');
    expect(writeCommand({ ...restore, paths: Array.from({ length: 21 }, (_, index) => `/${index}`) }, firstChoice(restore))).toBeNull();
  });
});
