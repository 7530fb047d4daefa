/** What every Source promises. A source's own test calls this once; a new promise is added here, never in a source. */
import { describe, expect, it } from 'vitest';
import { quietCall } from '../../main/base/call.ts';
import type { Call, Problem } from '../../main/base/call.ts';
import { Progress } from '../../main/base/progress.ts';
import type { RawPath, WalkItem } from '../../main/entry/entry.ts';
import { joinRaw } from '../../main/entry/name.ts';
import type { Source } from '../../main/source/source.ts';

/** A source over some files, directories and links, more than one directory deep, one file of it unreadable as a whole or vanished. */
export interface SourceFixture {
  readonly source: Source;
  /** Paths of entries that cannot be had, as a Problem names them. */
  readonly lost: readonly string[];
  /** What is in the source now, as text that changes when anything there does. */
  state(): string;
}

/** A call that keeps what is reported. */
export function listeningCall(signal: AbortSignal = new AbortController().signal): Call & { readonly problems: Problem[] } {
  const problems: Problem[] = [];
  return { signal, progress: new Progress(), problems, report: (problem) => void problems.push(problem) };
}

export async function walkAll(source: Source, call: Call = quietCall()): Promise<WalkItem[]> {
  const items: WalkItem[] = [];
  for await (const batch of source.walk(call)) items.push(...batch);
  return items;
}

/** Paths of a walk, directories ending in `/`. */
export const pathsOf = (items: readonly WalkItem[]): RawPath[] =>
  items.flatMap((item) => (item.type === 'leave' ? [] : [item.type === 'enter' ? `${item.path}/` : item.path]));

export function sourceContract(kind: string, open: () => Promise<SourceFixture>): void {
  describe(`source contract: ${kind}`, () => {
    it('walks depth first, siblings in byte order, and leaves every directory it entered', async () => {
      checkOrder(await walkAll((await open()).source));
    });

    it('gives the same walk twice and changes nothing', async () => {
      const { source, state } = await open();
      const before = state();
      const first = await walkAll(source);
      expect(pathsOf(await walkAll(source))).toEqual(pathsOf(first));
      await source.measure(quietCall(), () => undefined);
      expect(state()).toBe(before);
    });

    it('has content for files and for nothing else', async () => {
      for (const item of await walkAll((await open()).source)) {
        if (item.type === 'entry') expect(item.content !== null, item.path).toBe(item.entry.type === 'file');
      }
    });

    it('reports what cannot be read, once and by its path, and goes on', async () => {
      const { source, lost } = await open();
      const call = listeningCall();
      const items = await walkAll(source, call);
      const warnings = call.problems.filter(({ severity }) => severity === 'warning');
      expect(warnings.map(({ item }) => item).sort()).toEqual([...lost].sort());
      expect(warnings.every(({ during }) => during === 'scan')).toBe(true);
      expect(pathsOf(items).some((path) => lost.includes(path))).toBe(false);
      expect(items.length).toBeGreaterThan(0);
    });

    it('counts ahead what it then walks', async () => {
      const { source } = await open();
      const files = (await walkAll(source)).filter((item) => item.type === 'entry' && item.entry.type === 'file');
      const bytes = files.reduce((sum, item) => sum + (item.type === 'leave' ? 0 : item.entry.size), 0);
      const seen: number[] = [];
      expect(await source.measure(quietCall(), (size) => void seen.push(size.files))).toEqual({ files: files.length, bytes });
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    });

    it('gives nothing when it starts cancelled, and stops when it is cancelled', async () => {
      const { source } = await open();
      const reason = new Error('enough');
      await expect(walkAll(source, quietCall(AbortSignal.abort(reason)))).rejects.toBe(reason);
      await expect(source.measure(quietCall(AbortSignal.abort(reason)), () => undefined)).rejects.toBe(reason);
      const stop = new AbortController();
      const walk = source.walk(quietCall(stop.signal))[Symbol.asyncIterator]();
      await walk.next();
      stop.abort(reason);
      await expect(drain(walk)).resolves.toBeLessThanOrEqual(1);
    });
  });
}

/** Batches that still come; a rejection with the signal's reason is an end like any other. */
async function drain(walk: AsyncIterator<unknown>): Promise<number> {
  for (let more = 0; ; more++) {
    const next = await walk.next().catch(() => ({ done: true }));
    if (next.done === true) return more;
  }
}

function checkOrder(items: readonly WalkItem[]): void {
  const open: { path: RawPath; last: string }[] = [{ path: '/', last: '' }];
  for (const item of items) {
    if (item.type === 'leave') {
      open.pop();
      expect(open.length, 'a directory was left that was not entered').toBeGreaterThan(0);
      continue;
    }
    const dir = open.at(-1)!;
    expect(item.path).toBe(joinRaw(dir.path, item.entry.name));
    expect(item.entry.name > dir.last, `${item.path} comes after ${dir.last}`).toBe(true);
    dir.last = item.entry.name;
    expect(item.entry.type === 'dir').toBe(item.type === 'enter');
    if (item.type === 'enter') open.push({ path: item.path, last: '' });
  }
  expect(open.length, 'every directory entered is left').toBe(1);
}
