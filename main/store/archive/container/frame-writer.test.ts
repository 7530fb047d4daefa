/** Frames wait for their turn; a cancel does not wait for frames. */
import { describe, expect, it } from 'vitest';
import type { ByteSink } from './container.ts';
import { FrameWriter } from './frame-writer.ts';

/** Takes what comes, and says how much it was. */
function counting(): ByteSink & { position: number } {
  return {
    position: 0,
    async write({ length }) {
      this.position += length;
    },
  };
}

const never = new Promise<never>(() => undefined);
const ignore = (): void => undefined;

describe('frames', () => {
  it.each(['packed', 'written'] as const)('that are not %s in time do not keep a cancel from being heard', async (what) => {
    const frames = new FrameWriter(what === 'packed' ? counting() : { position: 0, write: () => never });
    const cancel = new AbortController();
    const push = (): Promise<void> => frames.push(what === 'packed' ? never : Promise.resolve(new Uint8Array(1)), ignore, cancel);
    for (let frame = 0; frame < 3; frame++) await push();
    const waiting = [push(), frames.drain(cancel)];
    cancel.abort(new Error('enough'));
    for (const wait of waiting) await expect(wait).rejects.toThrow('enough');
    await expect(push()).rejects.toThrow('enough');
  });
});
