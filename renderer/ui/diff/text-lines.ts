/** Text as lines that can be shown: no line longer than anybody reads. */

/** Characters shown of a line. */
const WIDEST = 2000;

export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines;
}

export const shownLine = (line: string): string => (line.length <= WIDEST ? line : `${line.slice(0, WIDEST)} …`);
