/** Plain tables: a header, columns as wide as what is in them, cells of several lines. */
import { padEnd, padStart, width } from './width.ts';

export interface Column<Row> {
  title: string;
  /** One line of text, or several. */
  cell: (row: Row) => string | readonly string[];
  align?: 'right';
}

/** Lines without trailing blanks. A column that is empty in every row is left out. */
export function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string[] {
  const cells = rows.map((row) => columns.map(({ cell }) => [cell(row)].flat()));
  const used = columns.map((_, at) => cells.some((row) => row[at]?.some((line) => line !== '')));
  const widths = columns.map(({ title }, at) => Math.max(width(title), ...cells.map((row) => Math.max(0, ...(row[at] ?? []).map(width)))));
  const format = (texts: readonly string[]): string =>
    texts
      .map((text, at) => (columns[at]?.align === 'right' ? padStart : padEnd)(text, widths[at] ?? 0))
      .filter((_, at) => used[at])
      .join('  ')
      .trimEnd();
  const lines = [format(columns.map(({ title }) => title))];
  for (const row of cells) {
    const height = Math.max(1, ...row.map(({ length }) => length));
    for (let line = 0; line < height; line++) lines.push(format(row.map((cell) => cell[line] ?? '')));
  }
  return lines;
}
