/** Snapshots as a table, newest last. */
import type { Snapshot } from '../../../preload/contract/snapshot.ts';
import { shortId } from '../../base/ids.ts';
import { shown, size, when } from './quantity.ts';
import { table, type Column } from './table.ts';

const ID: Column<Snapshot> = { title: 'ID', cell: ({ id }) => shortId(id) };
const TIME: Column<Snapshot> = { title: 'Time', cell: ({ time }) => when(time) };
const HOST: Column<Snapshot> = { title: 'Host', cell: ({ hostname = '' }) => shown(hostname) };
const TAGS: Column<Snapshot> = { title: 'Tags', cell: ({ tags = [] }) => shown(tags.join(',')) };
const PATHS: Column<Snapshot> = { title: 'Paths', cell: ({ paths }) => paths.map(shown) };
const SIZE: Column<Snapshot> = {
  title: 'Size',
  align: 'right',
  cell: ({ summary }) => (summary?.total_bytes_processed === undefined ? '' : size(summary.total_bytes_processed)),
};

export const snapshotTable = (snapshots: readonly Snapshot[], { compact = false }: { compact?: boolean | undefined } = {}): string[] =>
  table(snapshots, compact ? [ID, TIME, HOST, TAGS] : [ID, TIME, HOST, SIZE, TAGS, PATHS]);

/** With what becomes of each, and why. */
export const fateTable = (fates: readonly (Snapshot & { fate: string; why: string })[]): string[] =>
  table(fates, [
    { title: '', cell: ({ fate }) => fate },
    ID as Column<Snapshot & { fate: string; why: string }>,
    TIME as Column<Snapshot & { fate: string; why: string }>,
    TAGS as Column<Snapshot & { fate: string; why: string }>,
    { title: 'Kept as', cell: ({ why }) => why },
  ]);
