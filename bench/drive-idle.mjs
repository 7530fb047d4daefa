/**
 * What watching drives costs while nothing happens, and how soon a drive is noticed. Linux, root (it plugs in drives made of memory), after `npm run build`.
 * node bench/drive-idle.mjs [--seconds 60] [--plugs 10]
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './measure.mjs';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, plugs: { type: 'string', default: '10' } } });
const [seconds, plugs] = [Number(values.seconds), Number(values.plugs)];
const COMMAND = fileURLToPath(new URL('../main/cli/holdfast.js', import.meta.url));
const CONTROL = '/sys/class/zram-control';
const TICKS = 100; // a second of CPU time in /proc, on every Linux that Node runs on

const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
const watch = spawn(process.execPath, [COMMAND, 'drive', 'watch', '--json'], { env: { ...process.env, HOLDFAST_HOME: join(folder, 'state') }, stdio: ['ignore', 'pipe', 'inherit'] });
let heard = '';
let wake = () => undefined;
watch.stdout.setEncoding('utf8').on('data', (text) => {
  heard += text;
  wake();
});

/** CPU seconds of a process so far, in all its threads and the children it waited for. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS;
}

async function says(part) {
  while (!heard.includes(part)) await new Promise((resolve) => (wake = resolve));
}

/** Milliseconds from the end of `mount` until the watch tells of it. */
async function plugOnce(number) {
  const zram = readFileSync(`${CONTROL}/hot_add`, 'utf8').trim();
  const mount = join(folder, `mnt${number}`);
  mkdirSync(mount);
  writeFileSync(`/sys/block/zram${zram}/disksize`, '32M');
  execFileSync('mkfs.ext4', ['-q', `/dev/zram${zram}`]);
  await sleep(1500 + Math.random() * 1000); // the device itself was noticed; the next look is at any moment
  execFileSync('mount', [`/dev/zram${zram}`, mount]);
  const start = performance.now();
  await says(`"path":"${mount}"`);
  const took = performance.now() - start;
  execFileSync('umount', [mount]);
  writeFileSync(`/sys/block/zram${zram}/reset`, '1');
  writeFileSync(`${CONTROL}/hot_remove`, zram);
  return took;
}

try {
  await says('"message_type":"drives"');
  await sleep(3000);
  const before = cpuSeconds(watch.pid);
  await sleep(seconds * 1000);
  const used = cpuSeconds(watch.pid) - before;
  console.log(`${cpus()[0]?.model}, node ${process.version}`);
  console.log(`idle for ${seconds} s: ${used.toFixed(2)} s of CPU, ${((used / seconds) * 100).toFixed(3)} % of one core`);
  const times = [];
  for (let number = 0; number < plugs; number++) times.push(await plugOnce(number));
  console.log(`noticed ${plugs} drives: median ${Math.round(median(times))} ms, slowest ${Math.round(Math.max(...times))} ms`);
} finally {
  watch.kill('SIGINT');
  await new Promise((resolve) => watch.once('close', resolve));
  rmSync(folder, { recursive: true, force: true });
}
