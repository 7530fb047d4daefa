/** The window opens where it was, and never where nobody can reach it. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fitted, readWindowState, SMALLEST, writeWindowState, type WindowState } from './window-state.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const beside = { x: 1440, y: 0, width: 2560, height: 1440 };
const state = (fields: Partial<WindowState> = {}): WindowState => ({ x: 100, y: 100, width: 1000, height: 700, maximized: false, ...fields });

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'holdfast-window-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

describe('where the window opens', () => {
  it('is left to the system the first time', () => {
    expect(fitted(null, [laptop])).toEqual({ width: 1180, height: 780, maximized: false });
  });

  it('is where it was', () => {
    expect(fitted(state({ x: 1600 }), [laptop, beside])).toEqual(state({ x: 1600 }));
    expect(fitted(state({ maximized: true }), [laptop])).toEqual(state({ maximized: true }));
  });

  it('is left to the system when the display it was on is gone', () => {
    expect(fitted(state({ x: 1600, width: 2000 }), [laptop])).toEqual({ width: 1440, height: 700, maximized: false });
  });

  it('is no larger than the display and no smaller than what is usable', () => {
    expect(fitted(state({ width: 9000, height: 9000 }), [laptop])).toMatchObject({ width: 1440, height: 875 });
    expect(fitted(state({ width: 1, height: 1 }), [laptop])).toMatchObject(SMALLEST);
  });

  it('can always be reached, whatever was remembered', () => {
    const any = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(fc.property(fc.record({ x: any, y: any, width: any, height: any, maximized: fc.boolean() }), (remembered) => {
      const { x, y, width, height } = fitted(remembered, [laptop, beside]);
      expect(width).toBeGreaterThanOrEqual(SMALLEST.width);
      expect(height).toBeGreaterThanOrEqual(SMALLEST.height);
      if (x === undefined || y === undefined) return;
      expect(y).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeGreaterThanOrEqual(80);
      expect(x).toBeLessThanOrEqual(3920);
    }));
  });
});

describe('the remembered state', () => {
  it('is read as it was written, from a folder that is made, leaving nothing beside it', () => {
    const home = folder();
    const path = join(home, 'new', 'window.json');
    writeWindowState(path, state({ x: -5, maximized: true }));
    expect(readWindowState(path)).toEqual(state({ x: -5, maximized: true }));
    expect(readdirSync(join(home, 'new'))).toEqual(['window.json']);
  });

  it.each(['', 'null', '{', '{"x":1}', '{"x":1e9,"y":0,"width":1,"height":1,"maximized":false}', '[1,2]'])('is none when it reads %j', (text) => {
    const path = join(folder(), 'window.json');
    writeFileSync(path, text);
    expect(readWindowState(path)).toBeNull();
  });

  it('is none when there is no file', () => {
    expect(readWindowState(join(folder(), 'window.json'))).toBeNull();
  });
});
