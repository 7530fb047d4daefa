/**
 * A whole project on a MicroPython board: 200 files, 2 MB, at 921600 baud and unthrottled: full backup, backup with few changes, restore of
 * everything to an empty board, size of what is stored. `node bench/device-project.mjs [--json]`, under Node 24, on the simulated board.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApi } from '../main/api/open.ts';
import { readEnv } from '../main/base/env.ts';
import { startBoard } from '../test/fixture/board/board.ts';

const FILES = 200;
const BYTES = 2_000_000;
const LINES = ['import machine', 'from time import sleep_ms', 'def read(self, pin):', '    value = self.adc.read_u16()', '    if value > self.limit:', '        self.alarm(pin, value)', '    return value / 65535', ''];

function noise(length, seed) {
  const blocks = [];
  for (let at = 0; at < length; at += 32) blocks.push(createHash('sha256').update(`${seed}:${at}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

/** Nine in ten are programs; the rest pictures and the like. */
function project() {
  const size = BYTES / FILES;
  const text = (seed) => {
    const chance = noise(size, seed);
    let out = '';
    for (let at = 0; out.length < size; at++) out += `${LINES[chance[at % size] % LINES.length]}  # ${chance.readUInt16LE(at % (size - 2))}\n`;
    return out.slice(0, size);
  };
  return Object.fromEntries(Array.from({ length: FILES }, (_, n) => [`lib${n % 12}/file${n}.${n % 10 === 0 ? 'bin' : 'py'}`, n % 10 === 0 ? noise(size, n) : text(n)]));
}

const sizeOf = (path) => (statSync(path).isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : statSync(path).size);

const results = [];
for (const baud of [921_600, 0]) {
  const home = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  const { client, close } = await openApi({ env: readEnv({ HOLDFAST_HOME: home, HOLDFAST_PASSWORD: 'bench', HOME: home }), cwd: home });
  const run = async ({ runId }) => {
    for await (const event of await client.run.watch({ runId })) {
      if (event.type === 'ended' && event.outcome === 'succeeded') return event.elapsedSeconds;
      if (event.type === 'ended') throw new Error(event.fault?.message ?? event.outcome);
    }
  };
  const files = project();
  const board = await startBoard({ files, baud, flashBytes: 8_000_000, id: 'bench' });
  const on = { device: board.port };
  const full = await run(await client.device.backup(on));
  const stored = sizeOf(join(home, 'boards')) / BYTES;
  for (const name of Object.keys(files).slice(0, 3)) board.put(name, `${String(files[name])}\n# changed\n`);
  const incremental = await run(await client.device.backup(on));
  const empty = await startBoard({ baud, flashBytes: 8_000_000, id: 'empty' });
  const [snapshot] = (await client.snapshot.list({ destination: join(home, 'boards') })).snapshots;
  const restore = await run(await client.device.restore.start({ device: empty.port, snapshot: snapshot.id }));
  results.push({ baud, full, incremental, restore, stored });
  await close();
  for (const one of [board, empty]) await one[Symbol.asyncDispose]();
  rmSync(home, { recursive: true });
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results, null, 2));
else for (const { baud, full, incremental, restore, stored } of results) console.log(`${baud || 'no limit'} baud: full ${full.toFixed(1)} s, three files changed ${incremental.toFixed(1)} s, restore ${restore.toFixed(1)} s; stored ${(100 * stored).toFixed(0)} % of the content`);
