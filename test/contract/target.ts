/** What every Target promises. A target's own test calls this once; a new promise is added here, never in a target. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../main/base/call.ts';
import { isFault } from '../../main/base/fault.ts';
import type { FaultKind } from '../../main/base/fault.ts';
import type { Entry, RawPath, StoredEntry } from '../../main/entry/entry.ts';
import type { Overwrite, Target } from '../../main/source/target.ts';

/** A fresh target and a way round it, to see and do things without asking it. */
export interface TargetFixture {
  readonly target: Target;
  /** Writes into what `stage` gave. */
  fill(staged: RawPath, content: string): void;
  /** What is at a path of the target: content of a file, `dir`, `-> target` of a link; null for nothing. */
  look(path: RawPath): string | null;
  /** Puts something there: content for a file, null for a directory. */
  plant(path: RawPath, content: string | null): void;
  /** A link to a directory outside the target; returns what lists that directory. */
  plantWayOut(path: RawPath): () => readonly string[];
  /** mtime in nanoseconds. */
  mtime(path: RawPath): bigint;
}

const MTIME = 1_600_000_000_123_456_789n;

export function entryOf(name: string, more: Partial<StoredEntry> = {}): StoredEntry {
  return {
    name,
    type: 'file',
    mode: 0o640,
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
    user: '',
    group: '',
    mtime: MTIME,
    atime: MTIME,
    ctime: MTIME,
    inode: 1n,
    deviceId: 1n,
    links: 1,
    size: 5,
    content: ['piece'],
    subtree: null,
    ...more,
  };
}

export const dirOf = (name: string): StoredEntry => entryOf(name, { type: 'dir', mode: 0o750, size: 0, content: null, subtree: 'tree' });
const linkOf = (name: string, linkTarget: string): Entry => entryOf(name, { type: 'symlink', mode: 0o777, size: 0, content: null, linkTarget });

export function expectFault(kind: FaultKind, work: () => unknown): void {
  let thrown: unknown = null;
  try {
    work();
  } catch (error) {
    thrown = error;
  }
  expect(isFault(thrown, kind), `expected ${kind}, got ${String(thrown)}`).toBe(true);
}

/** As the engine restores one file. */
function restore({ target, fill }: TargetFixture, path: RawPath, content = 'fresh', overwrite: Overwrite = 'always'): void {
  const entry = entryOf(path.slice(path.lastIndexOf('/') + 1), { size: content.length });
  const staged = target.stage(path, entry, target.decide(path, entry, overwrite));
  fill(staged, content);
  target.settle(path, entry, staged);
}

export function targetContract(kind: string, open: () => Promise<TargetFixture>): void {
  describe(`target contract: ${kind}`, () => {
    describe('places', () => {
      placing(open);
    });
    describe('keeps what is there', () => {
      keeping(open);
    });
    describe('never leaves its root', () => {
      staying(open);
    });
    describe('tidies', () => {
      tidying(open);
    });
  });
}

function placing(open: () => Promise<TargetFixture>): void {
  it('files, whole and with their time', async () => {
    const fixture = await open();
    expect(fixture.target.isEmpty()).toBe(true);
    fixture.target.directory('dir', dirOf('dir'));
    restore(fixture, 'dir/file');
    expect(fixture.look('dir/file')).toBe('fresh');
    expect(fixture.mtime('dir/file')).toBe(MTIME);
    expect(fixture.target.isEmpty()).toBe(false);
  });

  it('directories whose time survives what is put into them', async () => {
    const fixture = await open();
    fixture.target.directory('dir', dirOf('dir'));
    restore(fixture, 'dir/file');
    expect(fixture.target.finish('dir', dirOf('dir'))).toEqual([]);
    expect(fixture.mtime('dir')).toBe(MTIME);
  });

  it('links, empty files and second names', async () => {
    const fixture = await open();
    const { target, look } = fixture;
    target.special('link', linkOf('link', 'no/where'), 'create');
    target.special('empty', entryOf('empty', { size: 0, content: [] }), 'create');
    restore(fixture, 'first', 'shared');
    target.link('second', 'first');
    expect([look('link'), look('empty'), look('second')]).toEqual(['-> no/where', '', 'shared']);
  });

  it('nothing before the content is whole, and nothing after it was discarded', async () => {
    const { target, fill, look } = await open();
    const staged = target.stage('new', entryOf('new'), 'create');
    fill(staged, 'half');
    expect(target.decide('new', entryOf('new'), 'if-changed')).toBe('create');
    target.discard(staged);
    expect(look('new')).toBe(null);
    expect(target.isEmpty()).toBe(true);
  });

  it('tells how much room there is, or that it cannot', async () => {
    const free = await (await open()).target.free(quietCall());
    expect(free === null || free > 0).toBe(true);
  });
}

function keeping(open: () => Promise<TargetFixture>): void {
  it('stamps what is there so that an edit shows', async () => {
    const { target, plant } = await open();
    expect([target.stamp('file'), target.stamp('not/yet/there')]).toEqual(['', '']);
    plant('file', 'one');
    const before = target.stamp('file');
    expect([before === '', target.stamp('file')]).toEqual([false, before]);
    plant('file', 'longer');
    expect(target.stamp('file')).not.toBe(before);
  });

  it('by deciding as told', async () => {
    const fixture = await open();
    const { target } = fixture;
    restore(fixture, 'file', 'fresh');
    const same = entryOf('file');
    const decided = (entry: Entry): string[] =>
      (['always', 'if-changed', 'if-newer', 'never'] as const).map((how) => target.decide('file', entry, how));
    expect(decided(same)).toEqual(['replace', 'unchanged', 'keep', 'keep']);
    expect(decided({ ...same, mtime: MTIME + 1n })).toEqual(['replace', 'replace', 'replace', 'keep']);
    expect(decided({ ...same, mtime: MTIME - 1n, size: 6 })).toEqual(['replace', 'replace', 'keep', 'keep']);
    expect(decided(linkOf('file', 'x'))).toEqual(['replace', 'replace', 'keep', 'keep']);
    expect(target.decide('other', same, 'never')).toBe('create');
    expect(target.decide('not/yet/there', same, 'never')).toBe('create');
  });

  it('until its replacement is whole', async () => {
    const { target, fill, look, plant } = await open();
    plant('file', 'before');
    const staged = target.stage('file', entryOf('file'), 'replace');
    fill(staged, 'after');
    expect(look('file')).toBe('before');
    target.settle('file', entryOf('file'), staged);
    expect(look('file')).toBe('after');
    expect(target.extraneous('', new Set(['file']))).toEqual([]);
  });

  it('when a replacement is discarded', async () => {
    const { target, look, plant } = await open();
    plant('file', 'before');
    target.discard(target.stage('file', entryOf('file'), 'replace'));
    expect(look('file')).toBe('before');
    expect(target.extraneous('', new Set(['file']))).toEqual([]);
  });

  it('where a directory with contents is in the way, but not where an empty one is', async () => {
    const fixture = await open();
    fixture.plant('full', null);
    fixture.plant('full/file', 'x');
    expectFault('exists', () => restore(fixture, 'full'));
    expectFault('exists', () => fixture.target.special('full', linkOf('full', 'x'), 'replace'));
    expect(fixture.look('full/file')).toBe('x');
    fixture.plant('bare', null);
    restore(fixture, 'bare');
    expect(fixture.look('bare')).toBe('fresh');
  });

  it('under another name when set aside, twice too', async () => {
    const { target, look, plant } = await open();
    plant('file', 'one');
    target.setAside('file', 'before');
    plant('file', 'two');
    target.setAside('file', 'before');
    expect([look('file'), look('file.before'), look('file.before.1')]).toEqual([null, 'one', 'two']);
    expectFault('missing', () => target.setAside('file', 'before'));
  });

  it('a file in the way of a directory, unless it is to be replaced', async () => {
    const { target, look, plant } = await open();
    plant('thing', 'file');
    expectFault('exists', () => target.directory('thing', dirOf('thing')));
    expect(look('thing')).toBe('file');
    target.directory('thing', dirOf('thing'), target.decide('thing', dirOf('thing'), 'always'));
    expect(look('thing')).toBe('dir');
  });
}

function staying(open: () => Promise<TargetFixture>): void {
  const escapes = ['..', '../out', 'a/../../out', '/etc/out', 'a//b', '', '.', 'a/.', 'a/', 'a\0b'];

  it.each(escapes)('by the path %j', async (path) => {
    const { target } = await open();
    const attempts = [
      () => target.decide(path, entryOf('x'), 'always'),
      () => target.directory(path, dirOf('x')),
      () => target.special(path, linkOf('x', 'y'), 'create'),
      () => target.stage(path, entryOf('x'), 'create'),
      () => target.fresh(path),
      () => target.link(path, 'x'),
      () => target.remove(path),
      () => target.setAside(path, 'x'),
      () => target.finish(path, dirOf('x')),
      () => target.absolute(path),
    ];
    for (const attempt of attempts) expectFault('invalid', attempt);
    expect(target.isEmpty()).toBe(true);
  });

  it('through a link on the way', async () => {
    const fixture = await open();
    const { target, plantWayOut } = fixture;
    const outside = plantWayOut('exit');
    const before = outside();
    expectFault('invalid', () => target.stage('exit/file', entryOf('file'), 'create'));
    expectFault('invalid', () => target.fresh('exit/file'));
    expectFault('invalid', () => target.special('exit/link', linkOf('link', 'x'), 'create'));
    expectFault('invalid', () => target.directory('exit', dirOf('exit')));
    expectFault('invalid', () => target.directory('exit/dir', dirOf('dir')));
    expectFault('invalid', () => target.remove(`exit/${before[0]}`));
    expect(target.extraneous('exit', new Set())).toEqual([]);
    expect(target.decide('exit/file', entryOf('file'), 'never')).toBe('keep');
    expect(outside()).toEqual(before);
  });

  it('through a link that is replaced: the link goes, what it led to stays', async () => {
    const fixture = await open();
    const outside = fixture.plantWayOut('exit');
    const before = outside();
    fixture.target.directory('exit', dirOf('exit'), fixture.target.decide('exit', dirOf('exit'), 'if-changed'));
    restore(fixture, 'exit/file');
    expect(fixture.look('exit/file')).toBe('fresh');
    expect(outside()).toEqual(before);
  });

  it('by a link the snapshot itself brought', async () => {
    const fixture = await open();
    const outside = fixture.plantWayOut('template');
    const before = outside();
    fixture.target.special('way', linkOf('way', fixture.look('template')!.slice(3)), 'create');
    expectFault('invalid', () => restore(fixture, 'way/file'));
    expect(outside()).toEqual(before);
  });

  it("by writing into a link that stands at a file's place", async () => {
    const fixture = await open();
    const outside = fixture.plantWayOut('file');
    const before = outside();
    const staged = fixture.target.stage('file', entryOf('file'), 'create');
    expectFault('exists', () => fixture.target.settle('file', entryOf('file'), staged)); // it came after it was looked for
    restore(fixture, 'file');
    expect(fixture.look('file')).toBe('fresh');
    expect(outside()).toEqual(before);
  });
}

function tidying(open: () => Promise<TargetFixture>): void {
  it('away what is not in the snapshot, links without what they lead to', async () => {
    const { target, look, plant, plantWayOut } = await open();
    plant('dir', null);
    plant('dir/kept', 'x');
    plant('dir/old', null);
    plant('dir/old/deeper', 'x');
    const outside = plantWayOut('dir/old/exit');
    const before = outside();
    expect(target.extraneous('dir', new Set(['kept']))).toEqual(['dir/old']);
    target.remove('dir/old');
    expect([look('dir/old'), look('dir/kept')]).toEqual([null, 'x']);
    expect(outside()).toEqual(before);
    expect(target.extraneous('nowhere', new Set())).toEqual([]);
  });
}
