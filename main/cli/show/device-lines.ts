/** Boards, for people. */
import type { Device, DeviceChanges, DeviceEntry, DeviceInfo, DeviceRestorePreview } from '../../../preload/contract/device.ts';
import type { ResultOf } from '../../../preload/contract/run.ts';
import type { FinishedRun } from '../follow-run.ts';
import type { Output } from '../output.ts';
import { count, counted, list, shown, size, took, when } from './quantity.ts';
import { table } from './table.ts';

export const deviceTable = (devices: readonly Device[]): string[] =>
  table(devices, [
    { title: 'Port', cell: ({ port }) => (port === null ? '(away)' : shown(port)) },
    { title: 'Name', cell: ({ name }) => (name === null ? '' : shown(name)) },
    { title: 'Board', cell: ({ board }) => shown(board ?? '') },
    { title: 'Id', cell: ({ id }) => id ?? '' },
    { title: 'Last backup', cell: ({ lastBackup, id }) => (lastBackup !== null ? when(lastBackup.at) : id === null ? '' : 'never') },
    { title: '', cell: ({ unfinished, running }) => (running !== null ? 'at work' : unfinished !== null ? 'a restore was cut off' : '') },
  ]);

export function infoLines(info: DeviceInfo): string[] {
  const rows = [
    ['Board', shown(info.machine)], ['Name', shown(info.name ?? '')], ['Id', info.id ?? 'it tells none'], ['Port', `${shown(info.port)}, ${info.baud} baud`],
    ['Platform', shown(info.platform)], ['Firmware', `MicroPython ${info.version}`], ['Build', shown(info.build)],
    ['Frequency', info.frequency === null ? '' : `${count(Math.round(info.frequency / 1e6))} MHz`],
    ['Memory', `${size(info.memoryFree)} free of ${size(info.memoryTotal)}`],
    ...info.mounts.map((mount) => [`Files ${mount.path}`, `${size(mount.free)} free of ${size(mount.size)}`]),
    ...info.partitions.map((partition) => ['Partition', shown(partition)]),
    ['Clock', info.clockSet ? 'set' : 'never set: times of files say nothing'],
    ['Compares by', info.hash === null ? 'reading (it cannot hash)' : info.hash.toUpperCase()],
    ['Last backup', info.lastBackup === null ? 'never' : `${when(info.lastBackup.at)}, ${counted(info.lastBackup.files, 'file')}, ${size(info.lastBackup.bytes)}`],
    ['Unfinished', info.unfinished === null ? '' : info.unfinished.here ? 'a restore was cut off; "holdfast device rollback" takes it back, as does the next backup or restore' : 'a restore begun on another computer was cut off: take it back there, or restore anew'],
  ];
  return rows.filter(([, value]) => value !== '').map(([name = '', value = '']) => `${name.padEnd(12)}  ${value}`);
}

export const entryLines = (entries: readonly DeviceEntry[], long: boolean): string[] =>
  entries.map(({ type, path, size: bytes, mtime }) => {
    const name = `${shown(path)}${type === 'dir' ? '/' : ''}`;
    return long ? `${(type === 'dir' ? '' : count(bytes)).padStart(12)}  ${(mtime === null ? '' : when(mtime)).padEnd(16)}  ${name}` : name;
  });

const SIGN = { added: '+', removed: '-', changed: 'M' } as const;

export function changeLines({ changes, time, added, removed, changed, unchanged }: DeviceChanges): string[] {
  const lines = changes.map(({ change, path, type }) => `${SIGN[change].padEnd(4)} ${shown(path)}${type === 'dir' ? '/' : ''}`);
  const parts = [added > 0 ? `${count(added)} added` : '', removed > 0 ? `${count(removed)} removed` : '', changed > 0 ? `${count(changed)} changed` : ''].filter((part) => part !== '');
  return [...lines, ...(lines.length === 0 ? [] : ['']), `Since the backup of ${when(time)}: ${parts.length === 0 ? 'nothing changed' : list(parts)}, ${count(unchanged)} as they were.`];
}

/** Items named in a preview; the rest is counted. */
const MOST_NAMED = 20;
const WORD: Readonly<Record<string, string>> = { replace: 'replace', delete: 'delete', 'keep-both': 'replace, keeping a copy of' };

/** What would be lost or moved, before the question. */
export function tellDevicePreview(output: Output, { items, counts, bytes, copiesHere }: DeviceRestorePreview): void {
  const lost = items.filter(({ action }) => action in WORD);
  for (const { action, path } of lost.slice(0, MOST_NAMED)) output.note(`  ${WORD[action] ?? action} ${shown(path)}`);
  if (lost.length > MOST_NAMED) output.note(`  … and ${count(lost.length - MOST_NAMED)} more; --dry-run -vv lists all.`);
  const parts = [
    [counts.create, 'created'], [counts.replace, 'replaced'], [counts['keep-both'], 'replaced with a copy kept'], [counts.delete, 'deleted'], [counts.same, 'the same already'], [counts.skip, 'left as they are'],
  ] as const;
  output.note(`In all: ${list(parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`)) || 'nothing to do'}; ${size(bytes)} to be written.`);
  if (copiesHere) output.note('The board has no room for copies: they are kept on this computer.');
}

type Result = ResultOf<'device-restore'>;
export const deviceResult = ({ results }: FinishedRun): Result | undefined => results.find((result) => result.kind === 'device-restore');

export function tellDeviceRestore(output: Output, run: FinishedRun): void {
  const result = deviceResult(run);
  if (result === undefined) return;
  const { takenBack, dryRun, port, files, bytes, created, replaced, kept, unchanged, deleted, verified, copies, copiesAt } = result;
  if (takenBack) return output.line(`The board on ${shown(port)} holds again what it held before.`);
  const parts = [[created, 'created'], [replaced, 'replaced'], [kept, 'left as they are'], [unchanged, 'the same already'], [deleted, 'deleted']] as const;
  const detail = list(parts.filter(([number]) => number > 0).map(([number, what]) => `${count(number)} ${what}`));
  if (dryRun) return output.line(`Nothing was written. It would come to this: ${detail === '' ? 'nothing to do' : detail}; ${size(bytes)} to be written.`);
  output.line(files + created + deleted === 0 ? `Nothing had to be restored on the board on ${shown(port)}. Took ${took(run.elapsedSeconds)}.` : `${counted(files, 'file')} restored to the board on ${shown(port)}: ${size(bytes)}, took ${took(run.elapsedSeconds)}.`);
  if (detail !== '') output.line(`With directories: ${detail}.`);
  if (verified !== null && verified > 0) output.line(`${counted(verified, 'file')} compared on the board.`);
  if (copies > 0) output.line(copiesAt === null ? `${counted(copies, 'existing file')} kept beside as NAME.bak.` : `${counted(copies, 'existing file')} kept in ${shown(copiesAt)}.`);
}

export function deviceJson(run: FinishedRun): object {
  const result = deviceResult(run);
  if (result === undefined) return {};
  const { kind: _, files, bytes, takenBack, dryRun, copiesAt, verified, ...rest } = result;
  return {
    ...rest, files_restored: files, bytes_restored: bytes, taken_back: takenBack,
    ...(dryRun ? { dry_run: true } : {}), ...(verified === null ? {} : { files_verified: verified }), ...(copiesAt === null ? {} : { copies_at: copiesAt }),
  };
}
