import { describe, expect, it } from 'vitest';
import { cloneSpec, firstChoice, mapProblem, restoreSpec, writeCommand, type Job } from './writing.ts';

const restore: Extract<Job, { kind: 'restore' }> = { kind: 'restore', device: 'greenhouse', destination: '/state/boards', snapshot: '1a2b3c4d5e', paths: [] };
const clone: Extract<Job, { kind: 'clone' }> = { kind: 'clone', device: 'second', from: 'greenhouse' };

describe('writing to a board', () => {
  it('removes nothing unless somebody asks, and makes a clone the same', () => {
    expect([firstChoice(restore), firstChoice(clone)]).toMatchObject([{ existing: 'overwrite', delete: false, map: [], baud: null }, { existing: 'overwrite', delete: true }]);
  });

  it('is what the contract takes', () => {
    expect(restoreSpec({ ...restore, paths: ['/lib'] }, firstChoice(restore), true)).toEqual({ device: 'greenhouse', destination: '/state/boards', snapshot: '1a2b3c4d5e', paths: ['/lib'], existing: 'overwrite', delete: false, times: false, stopOnError: false, map: [], afterwards: 'as-found', interrupt: true });
    expect(cloneSpec(clone, firstChoice(clone), false)).toEqual({ device: 'second', from: 'greenhouse', existing: 'overwrite', delete: true, times: false, stopOnError: false, map: [], afterwards: 'as-found', interrupt: false });
  });

  it('goes to other paths, with times, at another rate', () => {
    const choice = { ...firstChoice(restore), map: [{ from: '/lib', to: '/old' }, { from: '/a', to: '' }], times: true, restart: true, baud: 9600 };
    expect(restoreSpec(restore, choice, false)).toMatchObject({ map: [{ from: '/lib', to: '/old' }], times: true, afterwards: 'restart', baud: 9600 });
    expect(writeCommand(restore, choice)).toBe('holdfast device restore greenhouse 1a2b3c4d -r /state/boards --map /lib=/old --times --restart --baud 9600');
    expect([mapProblem(choice), mapProblem({ map: [{ from: 'lib', to: '/old' }] })]).toEqual([null, 'path']);
  });

  it('is a command too', () => {
    expect(writeCommand(restore, { ...firstChoice(restore), delete: true })).toBe('holdfast device restore greenhouse 1a2b3c4d -r /state/boards --delete');
    expect(writeCommand({ ...restore, paths: ['/lib', '/a b'] }, { ...firstChoice(restore), existing: 'backup' })).toBe("holdfast device restore greenhouse 1a2b3c4d -r /state/boards --include /lib --include '/a b' --overwrite backup");
    expect(writeCommand(clone, { ...firstChoice(restore), existing: 'skip' })).toBe('holdfast device clone greenhouse second --overwrite never --keep');
    expect(writeCommand({ ...restore, paths: Array.from({ length: 21 }, (_, index) => `/${index}`) }, firstChoice(restore))).toBeNull();
  });
});
