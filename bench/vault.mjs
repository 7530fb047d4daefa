/**
 * `npm run bench`: the vault beside its peers, in turn, in one run. Times of two machines cannot be compared; ratios of one run can.
 * Prepares what it needs, prints, writes bench/results/*.json, docs/performance.svg and the table in docs/performance.md. Ends with an
 * error when anything that was measured turns out wrong. `--help` lists what can be asked for.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, hostname, loadavg, tmpdir, totalmem } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { copied, oneFile } from './corpus.mjs';
import { installPeers, versions } from './peers.mjs';
import { PROGRAMS } from './programs.mjs';
import { chartOf, markdownOf, summarised, tableOf, verdicts } from './report.mjs';
import { playRound, WORKS } from './round.mjs';
import { playLarge, playMany } from './sets.mjs';

const HELP = `npm run bench -- [options]
  --runs N          rounds of everything, each with new repositories (default 5)
  --budget MINUTES  no new round begins after this time (default: none)
  --only WORK,…     of: ${WORKS.join(', ')}
  --peers NAME,…    of: ${PROGRAMS.map(({ name }) => name).join(', ')} (Holdfast always)
  --small           about 150 MB of the corpus
  --corpus DIR      another folder instead: it is copied, the copy is changed
  --many N          a tree of N tiny files as well
  --million         the same as --many 1000000
  --large SIZE      one large file as well: 2G, 10G
  --set-runs N      rounds of those two (default 1)
  --sets            those two alone
  --scratch DIR     where everything is made (default: a folder in the system's temporary one); copies are kept for the next time
  --no-docs         leave docs/ as it is; so does whatever asks for less than everything`;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const text = { type: 'string' };
const flag = { type: 'boolean', default: false };
const { values } = parseArgs({
  options: {
    runs: { ...text, default: '5' }, budget: text, only: text, peers: text, small: flag, corpus: text, many: text, million: flag, large: text,
    'set-runs': { ...text, default: '1' }, sets: flag, scratch: text, 'no-docs': flag, help: { ...flag, short: 'h' },
  },
});

const count = (name) => {
  const number = Number(values[name]);
  if (!(number > 0)) throw new Error(`--${name} wants a number above 0, not "${String(values[name])}".`);
  return number;
};

function chosen(name, known) {
  const wanted = values[name]?.split(',').map((one) => one.trim()) ?? known;
  const strange = wanted.find((one) => !known.includes(one));
  if (strange !== undefined) throw new Error(`--${name} does not know "${strange}"; it knows: ${known.join(', ')}.`);
  return wanted;
}

function bytesOf(size) {
  const [, number, unit] = /^(\d+)([MG])$/i.exec(size) ?? [];
  if (number === undefined) throw new Error(`--large wants a size like 2G, not "${size}".`);
  return Number(number) * 1024 ** (unit.toUpperCase() === 'G' ? 3 : 2);
}

/** Programs that wanted a processor when this began. */
const load = loadavg()[0];

const figures = new Map();
function note(work, program, figure) {
  if (!figures.has(work)) figures.set(work, new Map());
  const programs = figures.get(work);
  programs.set(program, [...(programs.get(program) ?? []), figure]);
  console.error(`${work.padEnd(20)} ${program.padEnd(9)} ${figure.seconds.toFixed(2).padStart(7)} s  CPU ${figure.cpu.toFixed(2).padStart(6)} s  ${Math.round(figure.peakMib * 1.048576).toString().padStart(4)} MB`);
}

async function measureAll(scratch) {
  const began = performance.now();
  const late = () => values.budget !== undefined && performance.now() - began > count('budget') * 60_000;
  if (!values.sets) {
    const corpus = copied(scratch, values.small ? 'small' : (values.corpus ?? 'system'));
    const names = chosen('peers', PROGRAMS.map(({ name }) => name));
    const programs = PROGRAMS.filter(({ name }) => name === 'holdfast' || names.includes(name));
    for (let number = 0; number < count('runs') && (number === 0 || !late()); number++) {
      await playRound({ number, wanted: chosen('only', WORKS), programs, corpus, one: oneFile(corpus), scratch, thorough: number === 0, note });
    }
  }
  const many = values.many !== undefined ? count('many') : values.million ? 1_000_000 : 0;
  for (let number = 0; number < count('set-runs') && (number === 0 || !late()); number++) {
    if (many > 0) await playMany({ number, count: many, scratch, note });
    if (values.large !== undefined) await playLarge({ number, bytes: bytesOf(values.large), scratch, note });
  }
}

function about() {
  const corpus = values.small ? 'a part of /usr/share and /usr/bin' : (values.corpus ?? 'a copy of /usr/share and /usr/bin');
  return { date: new Date().toISOString().slice(0, 10), machine: hostname(), cpu: cpus()[0].model, cores: cpus().length, memory: `${Math.round(totalmem() / 1e9)} GB`, corpus, load, runs: count('runs'), versions: versions() };
}

function written(rows) {
  const facts = about();
  mkdirSync(join(root, 'bench/results'), { recursive: true });
  const whole = ['only', 'peers', 'corpus', 'small', 'sets'].every((name) => values[name] === undefined || values[name] === false);
  writeFileSync(join(root, `bench/results/${facts.date}-${facts.machine}${whole ? '' : '-part'}.json`), `${JSON.stringify({ ...facts, rows, verdicts: verdicts(rows), figures: Object.fromEntries([...figures].map(([work, programs]) => [work, Object.fromEntries(programs)])) }, null, 1)}\n`);
  const page = join(root, 'docs/performance.md');
  if (values['no-docs'] || !whole || !existsSync(page)) return; // the page shows everything or stays as it is
  writeFileSync(join(root, 'docs/performance.svg'), chartOf(rows));
  const [begin, end] = ['<!-- bench:begin -->', '<!-- bench:end -->'];
  const [before, rest] = readFileSync(page, 'utf8').split(begin);
  writeFileSync(page, `${before}${begin}\n\n${markdownOf(rows, facts)}\n\n${end}${rest.split(end)[1]}`);
}

if (values.help) console.log(HELP);
else {
  chosen('only', WORKS);
  installPeers();
  const scratch = resolve(values.scratch ?? join(tmpdir(), 'holdfast-bench'));
  mkdirSync(scratch, { recursive: true });
  await measureAll(scratch);
  const rows = summarised(figures);
  console.table(tableOf(rows));
  console.table(verdicts(rows));
  written(rows);
}
