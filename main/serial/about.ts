/** What a board said about itself, read. */
import { utf8 } from './bytes.ts';
import type { BoardInfo, BoardMount } from './board.ts';
import { ABOUT, ABOUT_FORGET } from './on-board/about.ts';
import type { Link } from './link.ts';

/** Seconds between 1970 and 2000, where the clocks of most boards begin. */
const EPOCH_2000 = 946_684_800;
/** A clock that stands before this was never set: no board with this helper existed. */
const LONG_AGO = 2019;

export interface About extends Omit<BoardInfo, 'port' | 'baud' | 'hash' | 'found'> {
  /** Seconds to add to the board's times to count them from 1970. */
  readonly epoch: number;
}

export async function askAbout(link: Link, signal: AbortSignal): Promise<About> {
  await link.extend(ABOUT, signal);
  const parts = await link.all('Q', () => new Uint8Array(0), signal);
  await link.call('!', utf8(ABOUT_FORGET), signal);
  return parseAbout(parts.map((part) => Buffer.from(part).toString()));
}

/** @param lines `name<tab>value`; empty where the board had no answer. */
export function parseAbout(lines: readonly string[]): About {
  const pairs = lines.filter((line) => line.includes('\t')).map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)] as const);
  const text = (name: string): string => pairs.findLast(([key]) => key === name)?.[1] ?? '';
  const number = (name: string): number => Number(text(name)) || 0;
  const every = (name: string): string[] => pairs.flatMap(([key, value]) => (key === name ? [value] : []));
  return {
    machine: text('machine'),
    platform: text('platform'),
    version: text('version'),
    build: text('build'),
    id: text('id') === '' ? null : text('id'),
    frequency: number('frequency') || null,
    memoryFree: number('free'),
    memoryTotal: number('free') + number('used'),
    mounts: every('mount').flatMap(parseMount),
    partitions: every('partition'),
    clockSet: Number(text('clock').split(',')[0]) > LONG_AGO,
    epoch: number('epoch') === 2000 ? EPOCH_2000 : 0,
  };
}

/** Nothing for a root that only holds other file systems. */
function parseMount(value: string): BoardMount[] {
  const [path = '', numbers = ''] = value.split('\t');
  const space = parseSpace(numbers);
  return space.size === 0 ? [] : [{ path, ...space }];
}

/** Ten numbers of statvfs. */
export function parseSpace(numbers: string): { size: number; free: number; block: number } {
  const [block = 0, fragment = 0, blocks = 0, , available = 0] = numbers.split(',').map(Number);
  const unit = fragment || block;
  return { size: unit * blocks, free: unit * available, block: unit };
}
