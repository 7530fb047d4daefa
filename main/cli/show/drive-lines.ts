/** Drives and questions about them, as lines. */
import type { Drive, DrivePrompt, DriveState } from '../../../preload/contract/drive.ts';
import { counted, shown, size, when } from './quantity.ts';
import { table } from './table.ts';

const STATE = {
  known: 'adopted',
  new: 'new',
  cloned: 'copy of another',
  ignored: 'never asked for',
  away: 'away',
} as const satisfies Record<DriveState, string>;

export function driveTable(drives: readonly Drive[]): string[] {
  return table(drives, [
    { title: 'Name', cell: ({ name }) => shown(name) },
    { title: 'State', cell: stateOf },
    { title: 'Device', cell: ({ device }) => device ?? '' },
    { title: 'Mounted at', cell: ({ path, state }) => (path === null ? (state === 'away' ? '' : 'not mounted') : shown(path)) },
    { title: 'File system', cell: ({ fileSystem }) => fileSystem ?? '' },
    { title: 'Size', cell: ({ totalBytes }) => (totalBytes === null ? '' : size(totalBytes)), align: 'right' },
    { title: 'Free', cell: ({ freeBytes }) => (freeBytes === null ? '' : size(freeBytes)), align: 'right' },
    { title: 'Last seen', cell: ({ state, lastSeenAt }) => (state === 'away' && lastSeenAt !== null ? when(lastSeenAt) : '') },
    { title: 'Plans', cell: ({ plans }) => plans.map(({ name, due, lastSuccessAt }) => `${shown(name)} (${due ? 'due, ' : ''}${lastSuccessAt === null ? 'never backed up' : `last ${when(lastSuccessAt)}`})`) },
  ]);
}

function stateOf({ state, policy, readOnly, removable }: Drive): string {
  const more = [...(policy === null || policy === 'ask' ? [] : [policy === 'always' ? 'backed up without asking' : 'never asked for']), ...(readOnly ? ['read-only'] : []), ...(removable ? [] : ['built in'])];
  return [STATE[state], ...more].join(', ');
}

/** A prompt as a sentence. @param now milliseconds. */
export function promptLine(prompt: DrivePrompt, now: number): string {
  const name = shown(prompt.drive.name);
  switch (prompt.kind) {
    case 'back-up':
      return `Back up ${prompt.plans.map(({ name: plan, lastSuccessAt }) => `${shown(plan)} (last: ${ago(lastSuccessAt, now)})`).join(', ')} to ${name} now?`;
    case 'use':
      return `Use the empty drive ${name}${prompt.drive.path === null ? '' : ` at ${shown(prompt.drive.path)}`} for backups?`;
    case 'safe':
      return `${name} is safe to remove: all is written. Eject it now?`;
  }
}

/** `never`, `2 hours ago`, `9 days ago`. */
export function ago(time: string | null, now: number): string {
  if (time === null) return 'never';
  const hours = Math.floor(Math.max(0, now - Date.parse(time)) / 3_600_000);
  if (hours < 1) return 'less than an hour ago';
  return `${hours < 48 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')} ago`;
}
