import { describe, expect, it } from 'vitest';
import { chosenPaths, chosenState, hostOf, lackingRoom, nextBackup, ownPlaceOf, placesOf, toggled, trailOf, treeOf, writesOf, type TreeEntry } from './board-view.ts';

const file = (rawPath: string, size = 1) => ({ rawPath, name: rawPath.split('/').at(-1)!, type: 'file' as const, size });
const dir = (rawPath: string) => ({ ...file(rawPath, 0), type: 'dir' as const });
const TREE: TreeEntry[] = treeOf([dir('/'), file('/lib.py'), dir('/lib'), file('/main.py'), file('/lib/b.py'), dir('/lib/a'), file('/lib/a/x.py'), dir('/none')]);

describe('where the versions of a board are', () => {
  const named = [{ name: 'NAS', address: '/nas' }, { name: 'Stick', address: '/stick' }];
  const none = { destinations: named, boards: '/state/boards', hasBoards: false };
  const made = { ...none, hasBoards: true };
  const own = { name: null, address: '/state/boards' };
  const board = (last: string | null, protectedTo: string | null = null): Parameters<typeof placesOf>[0] => ({
    lastBackup: last === null ? null : { at: '', destination: last, snapshot: '', files: 0, bytes: 0 },
    care: protectedTo === null ? null : { destination: protectedTo, paths: [], includes: [], excludes: [], remindAfterDays: 1, retention: null },
  });

  it('is first where it was last backed up to, by its name if it has one', () => {
    expect(placesOf(board(null), none)).toEqual([{ name: null, address: '' }, ...named]);
    expect(placesOf(board('/state/boards'), made)).toEqual([own, ...named]);
    expect(placesOf(board('/stick'), none)).toEqual([named[1], named[0]]);
  });

  it('stays what is looked at when a backup goes somewhere else meanwhile', () => {
    expect(placesOf(board('/stick'), made, '/state/boards')).toEqual([own, named[1], named[0]]);
    expect(placesOf(board('/state/boards'), made, '/state/boards')).toEqual([own, ...named]);
  });

  it('may be the place for boards, too, once that has been made', () => {
    expect(placesOf(board('/stick'), made)).toEqual([named[1], own, named[0]]);
    expect(placesOf(board('/stick', 'NAS'), made)).toEqual([named[1], named[0], own]);
    expect(placesOf(board(null), made)).toEqual([own, ...named]);
    expect(placesOf(board('/state/boards'), { ...made, boards: null, hasBoards: false })).toEqual([own, ...named]); // nobody has said yet which it is
  });

  it('is called by its address where it has no name', () => {
    expect(placesOf(board('/mnt/other'), made)).toEqual([{ name: '/mnt/other', address: '/mnt/other' }, own, ...named]);
  });

  it('is where the board is protected to before its first backup, and can be looked at after others', () => {
    expect(placesOf(board(null, 'Stick'), none)).toEqual([named[1], named[0]]);
    expect(placesOf(board('/nas', '/mnt/other'), none)).toEqual([named[0], { name: '/mnt/other', address: '/mnt/other' }, named[1]]);
  });

  it('is where the next backup goes: to what somebody chose, to where it is protected, or where it is shown', () => {
    const next = (device: ReturnType<typeof board>, before: string, chosen?: string): unknown[] => {
      const places = placesOf(device, made, before);
      const { name, destination } = nextBackup(device, { own: ownPlaceOf(device, made), place: places.find(({ address }) => address === chosen) ?? places[0]!, isChosen: chosen !== undefined });
      return [name, destination];
    };
    expect(next(board('/state/boards', 'NAS'), '/state/boards')).toEqual(['NAS', undefined]);
    expect(next(board('/nas', 'NAS'), '/state/boards')).toEqual(['NAS', undefined]); // and so does the one after it
    expect(next(board('/nas', 'NAS'), '/state/boards', '/state/boards')).toEqual([null, '/state/boards']);
    expect(next(board('/state/boards', 'NAS'), '/state/boards', '/stick')).toEqual(['Stick', '/stick']);
    expect(next(board('/stick'), '/stick')).toEqual(['Stick', '/stick']);
    expect(nextBackup(board(null), { own: ownPlaceOf(board(null), none), place: placesOf(board(null), none)[0]!, isChosen: false })).toEqual({ name: null, destination: undefined });
  });

  it('is under the name the engine gives its machine', () => {
    expect([hostOf({ id: 'e661', port: '/dev/ttyACM0' }), hostOf({ id: null, port: '/dev/ttyACM0' })]).toEqual(['board-e661', 'board-port-ttyACM0']);
  });
});

describe('what is chosen of a version', () => {
  it('lies in the order of a tree', () => {
    expect(TREE.map(({ path, depth }) => `${depth} ${path}`)).toEqual(['0 /lib', '1 /lib/a', '2 /lib/a/x.py', '1 /lib/b.py', '0 /lib.py', '0 /main.py', '0 /none']);
  });

  it('is all below a directory, and named by the fewest paths', () => {
    const lib = toggled(TREE, new Set(), '/lib');
    expect([...lib].toSorted()).toEqual(['/lib/a/x.py', '/lib/b.py']);
    expect(chosenPaths(TREE, new Set([...lib, '/main.py']))).toEqual(['/lib', '/main.py']);
    const some = toggled(TREE, lib, '/lib/b.py');
    expect(['/lib', '/lib/a', '/lib/b.py', '/lib.py', '/none'].map((path) => chosenState(TREE, some, path))).toEqual(['some', 'all', 'none', 'none', 'none']);
    expect(chosenPaths(TREE, some)).toEqual(['/lib/a']);
    expect(chosenPaths(TREE, toggled(TREE, some, '/lib/a'))).toEqual([]);
  });
});

describe('what writing would do', () => {
  it('is counted by what is written and removed', () => {
    expect(writesOf({ create: 2, replace: 1, 'keep-both': 1, same: 9, skip: 3, delete: 4 })).toEqual({ written: 4, removed: 4 });
  });

  it('names the file system that has too little room', () => {
    expect(lackingRoom({ space: [{ path: '/', needed: 5, free: 9 }, { path: '/sd', needed: 9, free: 5 }] })).toEqual({ path: '/sd', lacking: 4 });
    expect(lackingRoom({ space: [{ path: '/', needed: 5, free: 5 }] })).toBeNull();
  });
});

describe('the way to a directory', () => {
  it('begins at the root', () => {
    expect([trailOf('/'), trailOf('/lib/a')].map((trail) => trail.map(({ path }) => path))).toEqual([['/'], ['/', '/lib', '/lib/a']]);
  });
});
