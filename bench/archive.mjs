/**
 * `node bench/archive.mjs`: the archive format beside GNU tar, by turns, in one run: a first snapshot beside `tar | zstd -3 -T2`, a second one with
 * no change, `check --read-data` beside `zstd -t`, and a restore beside `zstd -d | tar -x`. Every process is started anew. Times of two machines
 * cannot be compared; ratios of one run can. `--runs N` (default 5), `--full` (/usr/share in place of /usr/share/doc), `--corpus DIR`.
 * tar leaves what it wrote to the system; the archive is on the drive when a backup ends.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, must } from './measure.mjs';
import { removed, settled } from './settle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, corpus: { type: 'string' }, full: { type: 'boolean', default: false } } });
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
const corpus = values.corpus ?? copiedCorpus();
const env = { HOLDFAST_HOME: join(scratch, 'home') };

/** A copy, so that the page cache is equally warm for both and nobody changes it meanwhile. */
function copiedCorpus() {
  const place = join(scratch, 'corpus');
  execFileSync('cp', ['-a', values.full ? '/usr/share' : '/usr/share/doc', place]);
  return place;
}

const holdfast = (...args) => [join(root, 'main/cli/holdfast'), ...args];
const shell = (script, ...args) => ['sh', '-ec', script, 'sh', ...args];

const STEPS = {
  first: { holdfast: ({ store }) => holdfast('backup', corpus, '--to', store), peer: ({ tar }) => shell('tar -cf - -C "$1" . | zstd -q -3 -T2 -o "$2"', corpus, tar) },
  'no change': { holdfast: ({ store }) => holdfast('backup', corpus, '--to', store), peer: null },
  check: { holdfast: ({ store }) => holdfast('check', '-r', store, '--read-data'), peer: ({ tar }) => shell('zstd -q -t "$1"', tar) },
  restore: { holdfast: ({ store, out }) => holdfast('restore', 'latest', '-r', store, '--into', join(out, 'holdfast')), peer: ({ tar, out }) => shell('mkdir -p "$2/tar"; zstd -q -dc "$1" | tar -xf - -C "$2/tar"', tar, out) },
};

const taken = Object.fromEntries(Object.keys(STEPS).map((step) => [step, { holdfast: [], peer: [] }]));
for (let run = 0; run <= Number(values.runs); run++) {
  await settled();
  const place = join(scratch, `run-${run}`);
  const places = { store: join(place, 'store'), tar: join(place, 'peer.tar.zst'), out: join(place, 'out') };
  mkdirSync(places.out, { recursive: true });
  await must(holdfast('init', places.store, '--format', 'archive', '--container', 'tar', '--compression', 'zstd'), { env });
  for (const [step, programs] of Object.entries(STEPS)) {
    for (const name of run % 2 === 0 ? ['holdfast', 'peer'] : ['peer', 'holdfast']) {
      if (programs[name] === null) continue;
      const result = await must(programs[name](places), { env, cwd: scratch });
      if (run > 0) taken[step][name].push(result); // the first round warms the caches
    }
  }
  // a figure of something wrong is worth nothing
  execFileSync('diff', ['-r', '--no-dereference', corpus, join(places.out, 'holdfast', corpus)]);
  removed([place]);
}
rmSync(scratch, { recursive: true, force: true });

const of = (list, field, digits) => (list.length === 0 ? '' : median(list.map((result) => result[field])).toFixed(digits));
const table = Object.entries(taken).map(([step, { holdfast: ours, peer }]) => ({
  step, 'holdfast s': of(ours, 'seconds', 2), 'holdfast cpu s': of(ours, 'cpu', 2), 'holdfast MiB': of(ours, 'peakMib', 0), 'peer s': of(peer, 'seconds', 2), 'peer cpu s': of(peer, 'cpu', 2),
  'holdfast / peer': peer.length === 0 ? '' : median(ours.map(({ seconds }, run) => seconds / peer[run].seconds)).toFixed(2),
}));
console.table(table);
mkdirSync(join(root, 'bench/results'), { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(root, 'bench/results/archive.json'), `${JSON.stringify({ corpus: values.corpus === undefined ? (values.full ? '/usr/share' : '/usr/share/doc') : 'given', runs: Number(values.runs), version, table }, null, 2)}\n`);
