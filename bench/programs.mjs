/** Holdfast and its peers: what each is called with for each work. All by their defaults, cold processes, each with a folder of its own. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PASSWORD = 'bench';
/** Quoted for sh. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const shell = (line) => ['bash', '-o', 'pipefail', '-c', line];

/**
 * @typedef {object} Stage where one program works.
 * @property {string} corpus what is saved.
 * @property {string} repo where it is kept.
 * @property {string} back where it is restored to: empty.
 * @property {string} one path of the single file that is restored.
 */

const holdfastArgs = (...args) => [join(root, 'main/cli/holdfast'), ...args];

export const holdfast = {
  name: 'holdfast',
  env: (place) => ({ HOLDFAST_HOME: join(place, 'home'), HOLDFAST_PASSWORD: PASSWORD, XDG_CACHE_HOME: join(place, 'cache') }),
  init: ({ repo }) => holdfastArgs('init', repo),
  restored: ({ back, corpus }) => join(back, corpus),
  works: {
    'first backup': ({ corpus, repo }) => holdfastArgs('backup', corpus, '--to', repo),
    'no change': ({ corpus, repo }) => holdfastArgs('backup', corpus, '--to', repo),
    '1 % changed': ({ corpus, repo }) => holdfastArgs('backup', corpus, '--to', repo),
    'restore all': ({ repo, back }) => holdfastArgs('restore', 'latest', '-r', repo, '--into', back),
    'restore one file': ({ repo, back, one }) => holdfastArgs('restore', 'latest', '-r', repo, '--include', one, '--into', back),
    'check --read-data': ({ repo }) => holdfastArgs('check', '--read-data', '-r', repo),
    snapshots: ({ repo }) => holdfastArgs('snapshots', '-r', repo),
    ls: ({ repo }) => holdfastArgs('ls', 'latest', '-r', repo),
    find: ({ repo }) => holdfastArgs('find', 'changelog*', '-s', 'latest', '-r', repo),
    'forget + prune': ({ repo }) => holdfastArgs('forget', '--keep-last', '2', '--prune', '--yes', '-r', repo),
  },
};

const resticArgs = (repo, ...args) => ['restic', '-q', '-r', repo, ...args];

export const restic = {
  name: 'restic',
  env: (place) => ({ RESTIC_PASSWORD: PASSWORD, RESTIC_CACHE_DIR: join(place, 'cache') }),
  init: ({ repo }) => resticArgs(repo, 'init'),
  restored: ({ back, corpus }) => join(back, corpus),
  works: {
    'first backup': ({ corpus, repo }) => resticArgs(repo, 'backup', corpus),
    'no change': ({ corpus, repo }) => resticArgs(repo, 'backup', corpus),
    '1 % changed': ({ corpus, repo }) => resticArgs(repo, 'backup', corpus),
    'restore all': ({ repo, back }) => resticArgs(repo, 'restore', 'latest', '--target', back),
    'restore one file': ({ repo, back, one }) => resticArgs(repo, 'restore', 'latest', '--include', one, '--target', back),
    'check --read-data': ({ repo }) => resticArgs(repo, 'check', '--read-data'),
    snapshots: ({ repo }) => resticArgs(repo, 'snapshots'),
    ls: ({ repo }) => resticArgs(repo, 'ls', 'latest'),
    find: ({ repo }) => resticArgs(repo, 'find', 'changelog*', '-s', 'latest'),
    'forget + prune': ({ repo }) => resticArgs(repo, 'forget', '--keep-last', '2', '--prune'),
  },
};

const borgCreate = ({ corpus, repo }) => shell(`borg create --compression zstd,3 ${quoted(repo)}::"$(date +%s%N)" ${quoted(corpus)}`);
const newestBorg = (repo) => `"$(borg list --last 1 --short ${quoted(repo)})"`;
/** borg keeps paths without their first slash. */
const relative = (path) => path.replace(/^\/+/, '');

export const borg = {
  name: 'borg',
  env: (place) => ({ BORG_PASSPHRASE: PASSWORD, BORG_BASE_DIR: join(place, 'home'), BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes', BORG_EXIT_CODES: 'modern' }),
  init: ({ repo }) => ['borg', 'init', '--encryption', 'repokey', repo],
  restored: ({ back, corpus }) => join(back, relative(corpus)),
  works: {
    'first backup': borgCreate,
    'no change': borgCreate,
    '1 % changed': borgCreate,
    'restore all': ({ repo, back }) => shell(`cd ${quoted(back)} && borg extract ${quoted(repo)}::${newestBorg(repo)}`),
    'restore one file': ({ repo, back, one }) => shell(`cd ${quoted(back)} && borg extract ${quoted(repo)}::${newestBorg(repo)} ${quoted(relative(one))}`),
    'check --read-data': ({ repo }) => ['borg', 'check', '--verify-data', repo],
    snapshots: ({ repo }) => ['borg', 'list', repo],
    ls: ({ repo }) => shell(`borg list ${quoted(repo)}::${newestBorg(repo)}`),
    'forget + prune': ({ repo }) => shell(`borg prune --keep-last 2 ${quoted(repo)} && borg compact ${quoted(repo)}`),
  },
};

/** A folder a snapshot; what did not change is linked to the one before. */
const rsyncNext = ({ corpus, repo }) => {
  const done = readdirSync(repo).length;
  return ['rsync', '-a', '--link-dest', join(repo, String(done - 1)), `${corpus}/`, join(repo, String(done))];
};

export const rsync = {
  name: 'rsync',
  env: () => ({}),
  init: ({ repo }) => ['mkdir', '-p', repo],
  restored: ({ back, corpus }) => join(back, basename(corpus)),
  works: {
    'first backup': ({ corpus, repo }) => ['rsync', '-a', `${corpus}/`, join(repo, '0')],
    'no change': rsyncNext,
    '1 % changed': rsyncNext,
    'restore all': ({ corpus, repo, back }) => ['rsync', '-a', `${join(repo, String(readdirSync(repo).length - 1))}/`, join(back, basename(corpus))],
  },
};

const archive = (repo) => quoted(join(repo, 'all.tar.zst'));
const tarAll = ({ corpus, repo }) => shell(`tar -c -C ${quoted(dirname(corpus))} ${quoted(basename(corpus))} | zstd -3 -T2 -q -f -o ${archive(repo)}`);

/** It saves everything every time, so the rows of later backups are not its. The last untimed one is what it restores. */
export const tar = {
  name: 'tar|zstd',
  env: () => ({}),
  init: ({ repo }) => ['mkdir', '-p', repo],
  restored: ({ back, corpus }) => join(back, basename(corpus)),
  catchUp: tarAll,
  works: {
    'first backup': tarAll,
    'restore all': ({ repo, back }) => shell(`zstd -dcq ${archive(repo)} | tar -x -C ${quoted(back)}`),
  },
};

export const cp = {
  name: 'cp',
  env: () => ({}),
  init: ({ repo }) => ['mkdir', '-p', repo],
  restored: ({ back, corpus }) => join(back, basename(corpus)),
  catchUp: ({ corpus, repo }) => ['rsync', '-a', '--delete', `${corpus}/`, `${join(repo, basename(corpus))}/`],
  works: {
    'first backup': ({ corpus, repo }) => ['cp', '-a', corpus, repo],
    'restore all': ({ corpus, repo, back }) => ['cp', '-a', join(repo, basename(corpus)), back],
  },
};

export const PROGRAMS = [holdfast, restic, borg, rsync, tar, cp];

/** A folder for one program in one round, with nothing in it yet. */
export function stageOf(program, scratch, corpus, one) {
  const place = join(scratch, program.name.replace('|', '-'));
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  return { place, corpus, one, repo: join(place, 'repo'), back: join(place, 'back') };
}
