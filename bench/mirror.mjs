/**
 * `node bench/mirror.mjs`: the mirror beside rsync, by turns, in one run: a first snapshot beside `rsync -aH`, a second one with no change beside
 * `rsync -aH --link-dest`. Every process is started anew. Times of two machines cannot be compared; ratios of one run can.
 * `--runs N` (default 7), `--full` (/usr/share and /usr/bin in place of /usr/share/doc and /usr/lib/python3), `--corpus DIR`.
 * rsync leaves what it wrote to the system; the mirror is on the drive when it ends. `--flush` has rsync wait for that, too.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median } from './measure.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' }, corpus: { type: 'string' }, full: { type: 'boolean', default: false }, flush: { type: 'boolean', default: false } } });
const PARTS = values.full ? ['/usr/share', '/usr/bin'] : ['/usr/share/doc', '/usr/lib/python3'];
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
const corpus = values.corpus ?? copiedCorpus();
const env = { HOLDFAST_HOME: join(scratch, 'home') };

/** Once, so that the page cache is equally warm for both. */
function copiedCorpus() {
  const place = join(tmpdir(), `holdfast-bench-mirror${values.full ? '-full' : ''}`);
  if (existsSync(place)) return place;
  for (const part of PARTS) {
    mkdirSync(dirname(join(place, part)), { recursive: true });
    execFileSync('cp', ['-a', part, join(place, part)]);
  }
  return place;
}

const holdfast = (...args) => [process.execPath, join(root, 'main/cli/holdfast.js'), ...args];
const flushed = (...command) => (values.flush ? ['sh', '-c', '"$@" && sync -f .', 'sh', ...command] : command);

const programs = {
  holdfast: {
    first: (place) => holdfast('backup', corpus, '--to', place),
    second: (place) => holdfast('backup', corpus, '--to', place),
  },
  rsync: {
    first: (place) => flushed('rsync', '-aH', `${corpus}/`, `${place}/one/`),
    second: (place) => flushed('rsync', '-aH', `--link-dest=${place}/one/`, `${corpus}/`, `${place}/two/`),
  },
};

async function must(command) {
  const result = await measure(command, { env, cwd: scratch, memory: false });
  if (result.code !== 0) throw new Error(`${command.join(' ')}\nended with ${result.code}:\n${result.stdout}${result.stderr}`);
  return result.seconds;
}

/** A figure of something wrong is worth nothing: rsync must see no difference. */
function verify(place) {
  const source = join(place, readdirSync(place).find((name) => !name.startsWith('.')));
  const difference = execFileSync('rsync', ['-n', '--delete', '-aH', '-i', `${corpus}/`, `${source}/latest/`], { encoding: 'utf8' });
  if (difference !== '') throw new Error(`The mirror is not the corpus:\n${difference}`);
}

const seconds = { first: { holdfast: [], rsync: [] }, second: { holdfast: [], rsync: [] } };
for (let run = 0; run <= Number(values.runs); run++) {
  const places = { holdfast: join(scratch, `mirror-${run}`), rsync: join(scratch, `rsync-${run}`) };
  mkdirSync(places.rsync);
  await must(holdfast('init', places.holdfast, '--format', 'mirror'));
  const order = run % 2 === 0 ? ['holdfast', 'rsync'] : ['rsync', 'holdfast'];
  for (const step of ['first', 'second']) {
    for (const name of order) {
      execFileSync('sync', ['-f', scratch]); // what one left to the system is not the other's to write
      const took = await must(programs[name][step](places[name]));
      if (run > 0) seconds[step][name].push(took); // the first round warms the caches
    }
  }
  verify(places.holdfast);
  for (const place of Object.values(places)) rmSync(place, { recursive: true, force: true });
}
rmSync(scratch, { recursive: true, force: true });

const GOAL = { first: 1, second: 3 };
const table = Object.keys(seconds).map((step) => {
  const ratios = seconds[step].rsync.map((theirs, run) => theirs / seconds[step].holdfast[run]);
  const shown = (list) => median(list).toFixed(2);
  return { step, 'holdfast s': shown(seconds[step].holdfast), 'rsync s': shown(seconds[step].rsync), 'rsync / holdfast': shown(ratios), 'lowest': Math.min(...ratios).toFixed(2), 'highest': Math.max(...ratios).toFixed(2), 'must reach': GOAL[step] };
});
console.table(table);
mkdirSync(join(root, 'bench/results'), { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(root, 'bench/results/mirror.json'), `${JSON.stringify({ corpus: values.corpus === undefined ? PARTS.join(' + ') : 'given', flush: values.flush, runs: Number(values.runs), version, table }, null, 2)}\n`);
