/** Tests of the blb container: an ordinary zip whose checksums anybody can check. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { quietCall } from '../../../../base/call.ts';
import { packTree, unpackTree } from '../../../../../test/fixture/archive/pack-tree.ts';
import { blbManifest } from '../../../../../test/fixture/archive/blb-manifest.ts';
import { Builder, setTime } from '../../../../../test/fixture/tree/build.ts';
import { compareTrees } from '../../../../../test/fixture/tree/compare-trees.ts';
import { noise } from '../../../../../test/fixture/tree/hostile-tree.ts';
import { rawFromText } from '../../../../entry/name.ts';
import { FileSink } from '../bytes/file-sink.ts';
import { FileSource } from '../bytes/file-source.ts';
import { createContainer, openContainer } from '../open-container.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-blb-')));
afterAll(() => execFileSync('rm', ['-rf', scratch]));

const tree = join(scratch, 'tree');
const root = new Builder(tree);
root.file('main.py', 'print("hello")\n');
root.file(rawFromText('größe.txt'), 'x'.repeat(2000));
root.file('large.bin', noise(3_000_000));
root.dir('lib').file('main.py', '');
for (const name of ['lib/main.py', 'lib', 'main.py', rawFromText('größe.txt'), 'large.bin']) setTime(root.at(name), 1_700_000_000_000_000_000n);

async function packed(): Promise<string> {
  const path = join(scratch, 'device.blb');
  const sink = await FileSink.create(path);
  const writer = createContainer(sink, { kind: 'blb', compression: 'gzip' });
  const files = await packTree(writer, tree);
  const { name, bytes } = blbManifest(files);
  await writer.finish([{ name, bytes: [bytes] }], quietCall());
  await sink.close();
  return path;
}

describe('a blb', () => {
  const archive = packed();

  it('unpacks with unzip to files that sha256sum finds right', async () => {
    const into = join(scratch, 'unzipped');
    execFileSync('unzip', ['-q', await archive, '-d', into]);
    const said = execFileSync('sha256sum', ['-c', 'checksums.txt'], { cwd: into, encoding: 'utf8' });
    expect(said.match(/: OK$/gm)).toHaveLength(5);
    const names = execFileSync('ls', [join(into, 'files')], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(names.every((name) => /^\d{3}_[A-Za-z0-9._-]+\.gz$/.test(name))).toBe(true);
    const main = names.filter((name) => name.endsWith('_main.py.gz')).map((name) => gunzipSync(readFileSync(join(into, 'files', name))).toString());
    expect(main.toSorted()).toEqual(['', 'print("hello")\n']);
  });

  it('gives every file back', async () => {
    const into = join(scratch, 'ours');
    const source = await FileSource.open(await archive);
    const opened = await openContainer(source, quietCall());
    expect(opened.kind).toBe('blb');
    await unpackTree(opened.reader, into);
    await source.close();
    expect(compareTrees(tree, into, { ignore: ['owner'] })).toEqual([]);
  });
});
