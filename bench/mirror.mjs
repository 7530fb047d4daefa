/**
 * `node bench/mirror.mjs`: the mirror beside rsync, by turns, in one run: a first snapshot beside `rsync -aH`, a second one with no change beside
 * `rsync -aH --link-dest`; and beside `cp -al`, which links and does nothing else: the floor of a second one. Every process is started anew. Times of two machines cannot be compared; ratios of one run can. On a busy machine only processor time means something.
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
import { removed, settled } from './settle.mjs';

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

const holdfast = (...args) => [join(root, 'main/cli/holdfast'), ...args];
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
  'cp -al': {
    second: (place) => flushed('cp', '-al', `${place.replace('cp -al', 'rsync')}/one`, `${place}/two`),
  },
};

async function must(command) {
  const result = await measure(command, { env, cwd: scratch, memory: false });
  if (result.code !== 0) throw new Error(`${command.join(' ')}\nended with ${result.code}:\n${result.stdout}${result.stderr}`);
  return result;
}

/** A figure of something wrong is worth nothing: rsync must see no difference. */
function verify(place) {
  const source = join(place, readdirSync(place).find((name) => !name.startsWith('.')));
  const difference = execFileSync('rsync', ['-n', '--delete', '-aH', '-i', `${corpus}/`, `${source}/latest/`], { encoding: 'utf8' });
  if (difference !== '') throw new Error(`The mirror is not the corpus:\n${difference}`);
}

const took = { first: { holdfast: [], rsync: [] }, second: { holdfast: [], rsync: [], 'cp -al': [] } };
for (let run = 0; run <= Number(values.runs); run++) {
  await settled();
  const places = Object.fromEntries(Object.keys(programs).map((name) => [name, join(scratch, `${name}-${run}`)]));
  for (const name of ['rsync', 'cp -al']) mkdirSync(places[name]);
  await must(holdfast('init', places.holdfast, '--format', 'mirror'));
  for (const step of ['first', 'second']) {
    const order = Object.keys(took[step]);
    for (const name of run % 2 === 0 ? order : order.toReversed()) {
      execFileSync('sync', ['-f', scratch]); // what one left to the system is not the other's to write
      const result = await must(programs[name][step](places[name]));
      if (run > 0) took[step][name].push(result); // the first round warms the caches
    }
  }
  verify(places.holdfast);
  removed(Object.values(places));
}
rmSync(scratch, { recursive: true, force: true });

const GOAL = { first: 1, second: 3 };
const table = Object.entries(took).flatMap(([step, programs]) => Object.entries(programs).map(([name, results]) => {
  const ratios = (what) => programs.rsync.map((theirs, run) => theirs[what] / results[run][what]);
  const shown = (list) => median(list).toFixed(2);
  const [wall, cpu] = [ratios('seconds'), ratios('cpu')];
  return {
    step, program: name, 's': shown(results.map(({ seconds }) => seconds)), 'CPU s': shown(results.map(({ cpu: used }) => used)), 'rsync / it': shown(wall), 'lowest': Math.min(...wall).toFixed(2), 'highest': Math.max(...wall).toFixed(2),
    'rsync / it, CPU': shown(cpu), 'must reach': name === 'holdfast' ? GOAL[step] : '',
  };
}));
console.table(table);
mkdirSync(join(root, 'bench/results'), { recursive: true });
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
writeFileSync(join(root, 'bench/results/mirror.json'), `${JSON.stringify({ corpus: values.corpus === undefined ? PARTS.join(' + ') : 'given', flush: values.flush, runs: Number(values.runs), version, table }, null, 2)}\n`);
