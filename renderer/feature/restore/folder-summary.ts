/** What stands beside the path: how many items, and how many are not the same any more. */
import type { Messages } from '../../text/en.ts';
import type { Format } from '../../text/format.ts';
import type { FolderPages } from './folder-pages.ts';

export function folderSummary({ total, different, compared, isWhole }: Pick<FolderPages, 'total' | 'different' | 'compared' | 'isWhole'>, t: Messages, f: Format): string {
  if (total === null) return '';
  const items = t.common.items(f.count(total), total);
  if (compared === 0) return items;
  if (isWhole) return different === 0 ? `${items} · ${t.restore.unchanged}` : `${items} · ${t.restore.changedSince(f.count(different), different)}`;
  return `${items} · ${t.restore.changedAmong(f.count(different), f.count(compared))}`;
}
