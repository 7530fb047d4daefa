/** Our bytes against those of the real restic, in several time zones: trees, index, snapshot. Passed over where restic is not installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lutimesSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../base/ids.ts';
import { readEntry } from '../../../entry/read-entry.ts';
import { fromBytes, rawFromText } from '../../../entry/name.ts';
import { native } from '../../../entry/native.ts';
import { createKeyFile, openKeyFile } from '../crypto/key-file.ts';
import { decodeConfig, encodeConfig } from './config-file.ts';
import { decodeIndex, encodeIndex, type IndexPack } from './index-file.ts';
import { decodeSnapshot, encodeSnapshot } from '../../tree/snapshot-file.ts';
import { TreeBuilder } from '../../tree/tree-builder.ts';
import { readTree } from '../../tree/tree-reader.ts';
import type { PackEntry } from './pack.ts';

const place = mkdtempSync(join(tmpdir(), 'holdfast-format-'));
const files = join(place, 'files');
const present = spawnSync('restic', ['version']).status === 0 && existsSync('/usr/share/zoneinfo/Europe/Berlin');

const run = (program: string, ...options: string[]): boolean => spawnSync(program, options, { stdio: 'ignore' }).status === 0;
const restic = (zone: string, ...command: string[]): Buffer =>
  execFileSync('restic', ['-r', join(place, 'repository'), '--no-cache', ...(command[0] === 'backup' || command[0] === 'init' ? [] : ['--no-lock']), ...command], {
    cwd: place, env: { ...process.env, RESTIC_PASSWORD: 'x', TZ: zone }, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1e8,
  });

/** Names that break what is not careful. */
const NAMES: readonly (string | Buffer)[] = [
  'plain', 'with space', '"quoted"', 'back\\slash', 'new\nline', 'tab\tbell\x07\b\v\f\r', '<html>&amp;', 'dél\u007f', 'soft\u00adhyphen', 'nbsp\u00a0',
  'line\u2028paragraph\u2029', 'zero\u200bwidth', 'bom\ufeff', 'smile 😀', 'family 👩‍👧', 'עברית', '漢字', '\u0085', '\ufffd', '\u{10ffff}', '\u{e0001}', "'single'",
  Buffer.from([0xff]), Buffer.from([0x61, 0xc0, 0x80, 0x62]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xe2, 0x82]), Buffer.from([0xf4, 0x90, 0x80, 0x80]),
];

const at = (name: string | Buffer): Buffer => Buffer.concat([Buffer.from(`${files}/`), Buffer.from(name)]);

/** Seconds; with every length of fraction somewhere below. */
const TIMES = [0, -1, -0.000001, 1.5, 1_700_000_000.25, 1_711_846_799.123, 1_711_846_800, -800_000_000.75, 951_782_400, 4_102_444_800.000001, -1_500_000_000, 1_635_640_200];

function makeHostileFiles(): void {
  mkdirSync(files);
  for (const name of NAMES) writeFileSync(at(name), '');
  writeFileSync(at('content'), 'some content');
  symlinkSync('tärget <&> "\\\n', at('link'));
  symlinkSync('/nowhere\u2028', at('link two'));
  run('mkfifo', '-m', '1642', join(files, 'fifo'));
  mkdirSync(at('sticky'));
  chmodSync(at('sticky'), 0o1777);
  mkdirSync(at('setgid'));
  chmodSync(at('setgid'), 0o2751);
  writeFileSync(at('no mode'), '', { mode: 0 });
  chmodSync(at('no mode'), 0);
  writeFileSync(at('setuid'), '');
  chmodSync(at('setuid'), 0o4755);
  run('mknod', join(files, 'zero device'), 'c', '0', '0');
  run('mknod', join(files, 'null'), 'c', '1', '3');
  run('mknod', join(files, 'block'), 'b', '259', '70000');
  run('setfattr', '-n', 'user.<b>', '-v', 'value & more', join(files, 'plain'));
  run('setfattr', '-n', 'user.binary', '-v', '0xff00fe', join(files, 'plain'));
  run('setfattr', '-n', 'user.empty', join(files, 'plain'));
  run('ln', join(files, 'content'), join(files, 'hard link'));
  TIMES.forEach((time, number) => {
    writeFileSync(at(`time ${number}`), '');
    lutimesSync(at(`time ${number}`), time, time);
    run('touch', '-d', `@${Math.trunc(time)}.${'123456789'.slice(0, (number % 9) + 1)}`, join(files, `touched ${number}`));
  });
}

/** The same master keys behind a password that costs nothing to try: restic is called often here. */
async function makeKeyCheap(): Promise<void> {
  const keyFile = join(place, 'repository', 'keys', readdirSync(join(place, 'repository', 'keys'))[0]!);
  const keys = (await openKeyFile(readFileSync(keyFile), 'x'))!;
  const cheap = await createKeyFile('x', keys, { hostname: 'desk', username: 'ada', created: '2026-11-21T09:00:00Z', params: { N: 2, r: 1, p: 1 } });
  rmSync(keyFile);
  writeFileSync(join(place, 'repository', 'keys', sha256Hex(Buffer.from(cheap))), cheap);
}

/** Every tree of the newest snapshot, by its path. */
function treesOf(zone: string): Map<string, Buffer> {
  const [{ tree }] = JSON.parse(restic(zone, 'snapshots', '--json', '--latest', '1').toString()) as [{ tree: string }];
  const trees = new Map<string, Buffer>();
  const visit = (id: string, path: string): void => {
    const bytes = restic(zone, 'cat', 'blob', id);
    trees.set(path, bytes);
    for (const { name, subtree } of readTree(bytes)) if (subtree !== null) visit(subtree, `${path}/${name}`);
  };
  visit(tree, '');
  return trees;
}

/** Decodes and encodes in a process of that time zone: one process can only ever have one. */
function rebuildIn(zone: string, tree: Buffer): Buffer {
  const from = (name: string): string => JSON.stringify(fileURLToPath(new URL(name, import.meta.url)));
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { readTree } from ${from('../../tree/tree-reader.ts')};
    import { TreeBuilder } from ${from('../../tree/tree-builder.ts')};
    const builder = new TreeBuilder();
    for (const node of readTree(readFileSync(0))) builder.add(node, node);
    writeFileSync(1, builder.finish());`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { input: tree, env: { ...process.env, TZ: zone, NODE_OPTIONS: '' } });
}

describe.skipIf(!present)('what restic stores', () => {
  beforeAll(async () => {
    makeHostileFiles();
    restic('UTC', 'init');
    await makeKeyCheap();
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it.each(['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe'])('comes back byte for byte from our trees in %s', (zone) => {
    restic(zone, 'backup', files);
    const trees = treesOf(zone);
    expect(trees.size).toBeGreaterThan(3);
    for (const [path, tree] of trees) expect(rebuildIn(zone, tree).toString('latin1'), path).toBe(tree.toString('latin1'));
  });

  it('is what we read from the same files ourselves', () => {
    restic(process.env['TZ'] ?? '', 'backup', files);
    const tree = treesOf('').get(files)!;
    const builder = new TreeBuilder();
    for (const node of readTree(tree)) {
      const entry = readEntry(`${rawFromText(files)}/${node.name}`, node.name, { report: (problem) => expect.unreachable(problem.item) });
      if (entry.type === 'socket') continue;
      entry.atime = entry.mtime;
      if (native() === null && node.xattrs !== undefined) entry.xattrs = node.xattrs;
      builder.add(entry, node);
    }
    expect(fromBytes(builder.finish())).toBe(tree.toString('latin1'));
  });

  it('has a link target that is no UTF-8, which restic 0.14 loses and we keep', () => {
    symlinkSync(Buffer.from([0x61, 0xff]), at('link three'));
    const entry = readEntry(`${rawFromText(files)}/link three`, 'link three', { report: () => undefined });
    const builder = new TreeBuilder();
    builder.add(entry, { content: null, subtree: null });
    const tree = builder.finish();
    expect(fromBytes(tree)).toContain('"linktarget":"a\\ufffd","linktarget_raw":"Yf8="');
    expect([...readTree(tree)][0]!.linkTarget).toBe('a\xff');
    rmSync(at('link three'));
  });

  it('has an index, snapshots and a config that ours equal', () => {
    restic('UTC', 'backup', '--tag', 'a<b', '--exclude', '*.tmp', files);
    for (const id of restic('UTC', 'list', 'index').toString().trim().split('\n')) {
      const index = restic('UTC', 'cat', 'index', id).toString().trimEnd();
      expect(Buffer.from(encodeIndex(packsOf(Buffer.from(index)))).toString()).toBe(`${index}\n`);
    }
    for (const id of restic('UTC', 'list', 'snapshots').toString().trim().split('\n')) {
      const shown: unknown = JSON.parse(restic('UTC', 'cat', 'snapshot', id).toString());
      const ours = Buffer.from(encodeSnapshot(decodeSnapshot(Buffer.from(JSON.stringify(shown))))).toString();
      expect(JSON.parse(ours)).toEqual(shown);
      expect(Object.keys(JSON.parse(ours) as object)).toEqual(Object.keys(shown as object));
    }
    const config = JSON.stringify(JSON.parse(restic('UTC', 'cat', 'config').toString()));
    expect(Buffer.from(encodeConfig(decodeConfig(Buffer.from(config)))).toString()).toBe(config);
  });
});

function packsOf(index: Uint8Array): IndexPack[] {
  const packs: { id: string; blobs: PackEntry[] }[] = [];
  const hex = (id: Uint8Array): string => Buffer.from(id).toString('hex');
  decodeIndex(index, {
    pack: (id) => packs.push({ id: hex(id), blobs: [] }),
    blob: (id, type, offset, length, uncompressedLength) => packs.at(-1)!.blobs.push({ id: hex(id), type: type === 0 ? 'data' : 'tree', offset, length, uncompressedLength }),
  });
  return packs;
}
