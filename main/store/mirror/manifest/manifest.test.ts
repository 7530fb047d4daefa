/** Manifests: what is written is read back, whether it was gathered anew or copied from the one before. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../base/ids.ts';
import { Manifest } from './manifest.ts';
import { ManifestWriter } from './manifest-writer.ts';

const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'holdfast-manifest-')));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Directories by their path. */
type State = ReadonlyMap<string, string>;

let number = 0;

/** As a run writes it: what is as before is kept, in any order among the rest. */
function write(state: State, before: { path: string; state: State } | null): string {
  const path = join(scratch, `${number++}.jsonl.zst`);
  const previous = before === null ? null : new Manifest(before.path);
  const writer = new ManifestWriter(path, previous);
  for (const [place, text] of state) {
    const id = sha256Hex(Buffer.from(text));
    if (previous !== null && before!.state.get(place) === text) writer.keep(place, id, previous.loadNow(id));
    else expect(writer.add(place, Buffer.from(text))).toBe(id);
  }
  writer.finish();
  return path;
}

/** What the text of it says: the path of every directory, and its entries. */
function textOf(path: string): Map<string, string> {
  const lines = execFileSync('zstdcat', [path], { maxBuffer: 2 ** 28 }).toString('latin1').split('\n').slice(0, -1);
  const found = new Map<string, string>();
  for (let line = 0; line < lines.length; line += 2) found.set((JSON.parse(lines[line]!) as { directory: string }).directory, `${lines[line + 1]!}\n`);
  return found;
}

function expectHolds(path: string, state: State): void {
  const manifest = new Manifest(path);
  const contents = new Set(state.values());
  expect([...manifest.ids()].toSorted()).toEqual(Array.from(contents, (text) => sha256Hex(Buffer.from(text))).toSorted());
  for (const text of contents) {
    const id = sha256Hex(Buffer.from(text));
    expect(Buffer.from(manifest.loadNow(id)).toString()).toBe(text);
    expect(state.get(manifest.pathOf(id))).toBe(text); // of several equal ones, one that is there
  }
  const told = textOf(path);
  expect(new Set(told.values())).toEqual(contents);
  for (const [place, text] of told) expect(state.get(place)).toBe(text);
}

/** Turns one bit round: the first that makes it something that unpacks, or does not. */
function harmFirstFrame(path: string, unpacks: boolean): void {
  const bytes = readFileSync(path);
  const frame = bytes.subarray(0, [...new Manifest(path).frames().keys()].toSorted((a, b) => a - b)[1]);
  const sound = zstdDecompressSync(frame);
  for (let at = 8; ; at++) {
    frame[at]! ^= 1;
    if (isHarmed(frame, sound) === unpacks) break;
    frame[at]! ^= 1;
  }
  writeFileSync(path, bytes);
}

/** Whether it unpacks to other entries of the same directories; null: to anything else. */
function isHarmed(frame: Buffer, sound: Buffer): boolean | null {
  try {
    const text = zstdDecompressSync(frame);
    return !text.equals(sound) && headsOf(text) === headsOf(sound) ? true : null;
  } catch {
    return false;
  }
}

const headsOf = (text: Buffer): string => text.toString('latin1').split('\n').filter((_, line) => line % 2 === 0).join('\n');

/** Lines that hardly shrink, so that there are several frames. */
const text = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 60 })).map(([seed, size]) => `{"nodes":["${sha256Hex(Buffer.from([seed])).repeat(size * 32)}"]}\n`);
const state = fc.dictionary(fc.integer({ min: 0, max: 60 }).map((name) => `/d${name}`), text, { maxKeys: 40 }).map((made) => new Map(Object.entries(made)));

describe('a manifest', () => {
  it('of any history holds just the directories there are, each with a path it is at', () => {
    fc.assert(fc.property(fc.array(state, { minLength: 1, maxLength: 5 }), fc.boolean(), (states, isMixed) => {
      let before: { path: string; state: State } | null = null;
      for (const one of states) {
        const now: State = before === null || !isMixed ? one : new Map([...before.state, ...one]);
        const path = write(now, before);
        expectHolds(path, now);
        before = { path, state: now };
      }
    }), { numRuns: 15 });
  });

  it.each([['cannot be unpacked', false], ['holds something else', true]])('is whole again after one of which a part %s', (_, unpacks) => {
    const all: State = new Map(Array.from({ length: 40 }, (__, at) => [`/d${at}`, `{"nodes":["${sha256Hex(Buffer.from([at])).repeat(600)}"]}\n`]));
    const before = write(all, null);
    harmFirstFrame(before, unpacks);
    const previous = new Manifest(before);
    expect(() => [...previous.ids()].map((id) => previous.loadNow(id))).toThrow(unpacks ? /not what was written/ : /cannot be unpacked/);
    const path = join(scratch, `${number++}.jsonl.zst`);
    const writer = new ManifestWriter(path, previous);
    for (const [place, entries] of all) writer.add(place, Buffer.from(entries)); // as a run does that could not read what was before
    writer.finish();
    expectHolds(path, all);
  });

  it('copies frames of which everything stays, and leaves no small one behind', () => {
    const big: State = new Map(Array.from({ length: 40 }, (_, at) => [`/d${at}`, `{"nodes":["${sha256Hex(Buffer.from([at])).repeat(600)}"]}\n`]));
    let before = { path: write(big, null), state: big };
    const first = readFileSync(before.path);
    const same = write(big, before);
    expect(readFileSync(same).subarray(0, 4096)).toEqual(first.subarray(0, 4096));
    for (let time = 0; time < 8; time++) {
      const now: State = new Map([...before.state, ['/new', `{"nodes":["${time}"]}\n`]]);
      before = { path: write(now, before), state: now };
      expectHolds(before.path, now);
    }
    const frames = new Manifest(before.path).frames();
    expect(frames.size).toBeLessThanOrEqual(new Manifest(same).frames().size + 1);
    expect(statSync(before.path).size).toBeLessThan(first.length * 1.1);
  });
});
