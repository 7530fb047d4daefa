/** Our chunks against those of the real restic, file by file. Passed over where restic is not installed. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../base/ids.ts';
import { threadKernel } from '../kernel/kernel.ts';
import { Chunker } from './chunker.ts';
import { parsePolynomial } from './polynomial.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** How much is handed to the chunker at once. */
const PART = 1_000_003;

const place = mkdtempSync(join(tmpdir(), 'holdfast-chunks-'));
const present = spawnSync('restic', ['version']).status === 0;
const kernel = threadKernel();
const region = kernel.reserve(24 * MIB);

/** Random to a chunker, the same every time. */
const noise = (length: number, seed: number): Buffer => createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));
const repeated = (pattern: Buffer, length: number): Buffer => Buffer.alloc(length, pattern);

const FILES: Readonly<Record<string, () => Buffer>> = {
  'random': () => noise(24 * MIB, 1),
  'zeros': () => Buffer.alloc(5 * MIB + 1),
  'never-cut': () => Buffer.alloc(17 * MIB, 0x55),
  'never-cut-8m-less-1': () => Buffer.alloc(8 * MIB - 1, 1),
  'never-cut-8m': () => Buffer.alloc(8 * MIB, 1),
  'never-cut-8m-and-1': () => Buffer.alloc(8 * MIB + 1, 1),
  'short-pattern': () => repeated(noise(100, 2), 9 * MIB),
  'long-pattern': () => repeated(noise(MIB + 17, 3), 12 * MIB),
  'holes': () => Buffer.concat([noise(700 * KIB, 4), Buffer.alloc(3 * MIB), noise(2 * MIB, 5), Buffer.alloc(100), noise(3 * MIB, 6)]),
  'min-less-1': () => noise(512 * KIB - 1, 7),
  'min': () => noise(512 * KIB, 8),
  'min-and-1': () => noise(512 * KIB + 1, 9),
  'zeros-min-and-1': () => Buffer.alloc(512 * KIB + 1),
  'one-byte': () => noise(1, 10),
};

const restic = (...command: string[]): string =>
  execFileSync('restic', ['-r', join(place, 'repository'), '--no-cache', ...command], { cwd: join(place, 'files'), env: { ...process.env, RESTIC_PASSWORD: 'x' }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Ids of the chunks, in order, as a vault would name them. */
function blobs(bytes: Buffer, chunker: Chunker): string[] {
  region.bytes.set(bytes);
  chunker.reset();
  const ids: string[] = [];
  let start = 0;
  for (let at = 0; at < bytes.length;) {
    const length = Math.min(PART, bytes.length - at);
    const taken = chunker.next(region.offset + at, length);
    at += taken === -1 ? length : taken;
    if (taken === -1) continue;
    ids.push(sha256Hex(bytes.subarray(start, at)));
    start = at;
  }
  if (start < bytes.length) ids.push(sha256Hex(bytes.subarray(start)));
  return ids;
}

interface Node { name: string; content: string[] }

describe.skipIf(!present)('chunks of restic', () => {
  let chunker: Chunker;
  let theirs: Map<string, string[]>;

  beforeAll(() => {
    mkdirSync(join(place, 'files'));
    for (const [name, make] of Object.entries(FILES)) writeFileSync(join(place, 'files', name), make());
    restic('init');
    restic('backup', ...Object.keys(FILES));
    const [snapshot] = JSON.parse(restic('snapshots', '--json')) as { tree: string }[];
    const { nodes } = JSON.parse(restic('cat', 'blob', snapshot!.tree)) as { nodes: Node[] };
    theirs = new Map(nodes.map(({ name, content }) => [name, content]));
    const config = JSON.parse(restic('cat', 'config')) as { chunker_polynomial: string };
    chunker = new Chunker(kernel, parsePolynomial(config.chunker_polynomial));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it.each(Object.keys(FILES))('are ours: %s', (name) => {
    expect(theirs.get(name)?.length).toBeGreaterThan(0);
    expect(blobs(FILES[name]!(), chunker)).toEqual(theirs.get(name));
  });
});
