/** Brings the programs that Holdfast is measured against, from the system's packages. */
import { execFileSync } from 'node:child_process';

const PACKAGES = { restic: 'restic', borg: 'borgbackup', rsync: 'rsync', zstd: 'zstd', tar: 'tar', cp: 'coreutils', find: 'findutils', diff: 'diffutils' };
const VERSIONS = { restic: ['version'], borg: ['--version'], rsync: ['--version'], zstd: ['--version'], tar: ['--version'] };

const isHere = (program) => {
  try {
    execFileSync('bash', ['-c', `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
};

/** @throws Error that says what to install by hand, where apt cannot. */
export function installPeers() {
  const missing = Object.entries(PACKAGES).filter(([program]) => !isHere(program)).map(([, name]) => name);
  if (missing.length === 0) return;
  const apt = (...args) => execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  try {
    apt('update', '-qq');
    apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
  } catch (cause) {
    throw new Error(`The benchmark needs ${missing.join(', ')}; apt-get could not install them. Install them by hand and start again.`, { cause });
  }
}

/** First line of what each says of itself. */
export const versions = () =>
  Object.fromEntries(Object.entries(VERSIONS).map(([program, args]) => [program, execFileSync(program, args, { encoding: 'utf8' }).split('\n')[0].trim()]));
