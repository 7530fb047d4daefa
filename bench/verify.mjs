/** A figure of something wrong is worth nothing: what was restored must be what was backed up, and restic must accept what Holdfast wrote. */
import { execFileSync } from 'node:child_process';
import { must } from './measure.mjs';

/** Type, permissions, size of files, target of links and time of all but folders' own links, sorted: one line an entry. */
function listing(folder) {
  const format = ['-type', 'd', '-printf', '%P d %m %T@\\n', '-o', '-type', 'l', '-printf', '%P l %l\\n', '-o', '-printf', '%P %y %m %s %T@\\n'];
  const text = execFileSync('find', [folder, '-mindepth', '1', '(', ...format, ')'], { maxBuffer: 1 << 30 }).toString('latin1');
  return text.split('\n').sort();
}

/** Where a program keeps fewer digits of a time, so does the comparison. */
const seconds = (lines) => lines.map((line) => line.replace(/\.\d+$/, ''));

/** @throws Error naming the first difference. */
export async function sameTree(corpus, restored, { exactTimes }) {
  await must(['diff', '-r', '--no-dereference', '-q', corpus, restored]);
  const [wanted, found] = [listing(corpus), listing(restored)].map((lines) => (exactTimes ? lines : seconds(lines)));
  const wrong = wanted.findIndex((line, at) => line !== found[at]);
  if (wrong >= 0 || wanted.length !== found.length) throw new Error(`${restored} is not ${corpus}: "${found[wrong]}" where "${wanted[wrong]}" was to be.`);
}

/** @throws Error when restic does not take the repository for sound. */
export const resticAccepts = (repo, env, readData) => must(['restic', '-q', '--no-cache', '-r', repo, 'check', ...(readData ? ['--read-data'] : [])], { env });
