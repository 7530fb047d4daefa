/**
 * `npm run bench`: the vault beside restic, in turn, in one run. Times of two machines cannot be compared; ratios of one run can.
 * `--runs N` (default 5), `--corpus DIR` (default: a copy of /usr/share and /usr/bin).
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measure, median } from './measure.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, corpus: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
const corpus = values.corpus ?? copiedCorpus();
const PASSWORD = 'bench';

const holdfast = {
  name: 'holdfast',
  run: (...args) => [process.execPath, join(root, 'main/cli/holdfast.js'), ...args],
  env: { HOLDFAST_HOME: join(scratch, 'home'), HOLDFAST_PASSWORD: PASSWORD },
  init: (repo) => holdfast.run('init', repo),
  steps: (repo, back) => ({
    'first backup': holdfast.run('backup', corpus, '--to', repo),
    'no change': holdfast.run('backup', corpus, '--to', repo),
    restore: holdfast.run('restore', 'latest', '-r', repo, '--into', back),
    'check --read-data': holdfast.run('check', '--read-data', '-r', repo),
  }),
};
const restic = {
  name: 'restic',
  run: (...args) => ['restic', '--no-cache', '-q', ...args],
  env: { RESTIC_PASSWORD: PASSWORD },
  init: (repo) => restic.run('init', '-r', repo),
  steps: (repo, back) => ({
    'first backup': restic.run('-r', repo, 'backup', corpus),
    'no change': restic.run('-r', repo, 'backup', corpus),
    restore: restic.run('-r', repo, 'restore', 'latest', '--target', back),
    'check --read-data': restic.run('-r', repo, 'check', '--read-data'),
  }),
};

/** Once, so that the page cache is equally warm for both. */
function copiedCorpus() {
  const place = join(tmpdir(), 'holdfast-bench-corpus');
  if (!existsSync(place)) for (const from of ['/usr/share', '/usr/bin']) cpSync(from, join(place, from), { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return place;
}

async function must(command, env) {
  const result = await measure(command, { env });
  if (result.code !== 0) throw new Error(`${command.join(' ')}\nended with ${result.code}:\n${result.stdout}${result.stderr}`);
  return result;
}

/** A figure of something wrong is worth nothing: what was restored must be what was backed up. */
async function verify(program, repo, back) {
  await must(['diff', '-r', '--no-dereference', corpus, join(back, corpus)]);
  if (program === holdfast) await must(restic.run('-r', repo, 'check'), restic.env);
}

const results = new Map();
mkdirSync(join(root, 'bench/results'), { recursive: true });
for (let run = 0; run < Number(values.runs); run++) {
  for (const program of run % 2 === 0 ? [holdfast, restic] : [restic, holdfast]) {
    const [repo, back] = [join(scratch, 'repo'), join(scratch, 'back')];
    await must(program.init(repo), program.env);
    for (const [step, command] of Object.entries(program.steps(repo, back))) {
      const { seconds, peakMib } = await must(command, program.env);
      const key = `${step}/${program.name}`;
      results.set(key, [...(results.get(key) ?? []), { seconds, peakMib }]);
    }
    await verify(program, repo, back);
    for (const place of [repo, back]) rmSync(place, { recursive: true, force: true });
  }
}
rmSync(scratch, { recursive: true, force: true });

const table = Object.keys(holdfast.steps('', '')).map((step) => {
  const of = (name, what) => median(results.get(`${step}/${name}`).map((figure) => figure[what]));
  const [ours, theirs] = [of('holdfast', 'seconds'), of('restic', 'seconds')];
  return { step, 'holdfast s': ours.toFixed(2), 'restic s': theirs.toFixed(2), 'restic / holdfast': (theirs / ours).toFixed(2), 'holdfast MiB': Math.round(of('holdfast', 'peakMib')), 'restic MiB': Math.round(of('restic', 'peakMib')) };
});
console.table(table);
writeFileSync(join(root, 'bench/results/vault.json'), `${JSON.stringify({ corpus: values.corpus === undefined ? '/usr/share + /usr/bin' : 'given', runs: Number(values.runs), version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version, table }, null, 2)}\n`);
