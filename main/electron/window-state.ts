/** Where the window was and how large: remembered between starts, and fitted to the displays there are now. */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { toFault } from '../base/fault.ts';
import { writeWhole } from '../base/write-whole.ts';

const pixels = z.int().min(-100_000).max(100_000);

const WindowState = z.object({ x: pixels, y: pixels, width: pixels, height: pixels, maximized: z.boolean() });
export type WindowState = z.infer<typeof WindowState>;

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const SMALLEST = { width: 760, height: 540 };
const USUAL = { width: 1180, height: 780 };
/** Pixels of the window that have to be on a display for it to be found and moved. */
const GRIP = 80;

/** The window's state to open it with; `x` and `y` are left to the system when nothing usable is remembered. */
export type Opening = Omit<WindowState, 'x' | 'y'> & Partial<Pick<WindowState, 'x' | 'y'>>;

/** @param areas usable areas of the displays, the main one first. */
export function fitted(state: WindowState | null, areas: readonly Rectangle[]): Opening {
  const area = (state === null ? undefined : areas.find((each) => isReachable(state, each))) ?? null;
  const room = area ?? areas[0] ?? { x: 0, y: 0, ...USUAL };
  const { width, height } = state ?? USUAL;
  const size = { width: between(width, SMALLEST.width, room.width), height: between(height, SMALLEST.height, room.height) };
  if (state === null || area === null) return { ...size, maximized: state?.maximized ?? false };
  const x = between(state.x, area.x + GRIP - size.width, area.x + area.width - GRIP); // it may be smaller now than it was
  return { x, y: Math.max(state.y, area.y), ...size, maximized: state.maximized };
}

/** Enough of its title bar is on the display. */
const isReachable = ({ x, y, width }: Rectangle, area: Rectangle): boolean =>
  Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= GRIP && y > area.y - GRIP && y < area.y + area.height - GRIP;

/** A display may be smaller than the smallest window: then the window is as large as it has to be. */
const between = (value: number, least: number, most: number): number => Math.max(Math.min(value, most), least);

/** Null when there is none or it cannot be used: then the window opens as if for the first time. */
export function readWindowState(path: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null; // a lost window position is no reason to say anything
  }
}

/** @throws Fault when it cannot be written. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toFault(error, `${dirname(path)} cannot be made`);
  }
  writeWhole(path, `${JSON.stringify(WindowState.parse(state))}\n`);
}
