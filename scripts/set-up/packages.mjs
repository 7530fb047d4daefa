/** System packages the tests drive or compare with. On Debian and Ubuntu, as root, the missing ones are installed. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setUpFolder } from './place.mjs';
import { StepFailed, say, step } from './step.mjs';

const PACKAGES = ['restic', 'attr', 'acl', 'tmux', 'zsh', 'fish', 'rsync', 'zstd', 'e2fsprogs', 'btrfs-progs', 'coreutils', 'util-linux', 'socat', 'chromium', 'exfatprogs', 'exfat-fuse', 'ntfs-3g', 'dosfstools', 'tar', 'libarchive-tools', 'zip', 'unzip', 'p7zip-full', 'age'];

/** Without the means to install them it says what is missing and goes on: tests that need one skip, and say so. */
export async function setUpPackages() {
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const cannot = whyNot();
  if (cannot !== null) return say(`Missing system packages: ${missing.join(', ')} (${cannot}). Tests that need them are skipped.`);
  try {
    await apt('update', [], 'Setting up: fetching the list of system packages …');
    await apt('install', ['--no-install-recommends', ...missing], `Setting up: installing ${missing.join(', ')} …`);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    say(`${error.message}\nTests that need ${missing.join(', ')} are skipped.`);
  }
}

const apt = (verb, rest, sentence) =>
  step(sentence, 'apt-get', [verb, '-y', '-q', ...rest], {
    cwd: root,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    log: join(setUpFolder, `apt-${verb}.log`),
    failed: `System packages: "apt-get ${verb}" failed`,
  });

function isInstalled(name) {
  const { status, stdout } = spawnSync('dpkg-query', ['-W', '-f=${Status}', name], { encoding: 'utf8' });
  return status === 0 && stdout === 'install ok installed';
}

function whyNot() {
  if (spawnSync('apt-get', ['--version']).status !== 0) return 'there is no apt-get here';
  return process.getuid() === 0 ? null : 'installing them takes root';
}
