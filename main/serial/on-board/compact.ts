/** Python as small as it gets without changing what it says: one space a level, no comments, no empty lines. */
export function compact(source: string): string {
  return source
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .map((line) => ' '.repeat((line.length - line.trimStart().length) / 4) + line.trim())
    .join('\n');
}

/** Source cut between top-level statements into parts a board with little memory can compile one after another. @param size characters. */
export function partsOf(source: string, size: number): string[] {
  const parts: string[] = [];
  for (const statement of source.split(/\n(?=(?!elif|else|except)[^ ])/)) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + statement.length < size) parts[parts.length - 1] = `${last}\n${statement}`;
    else parts.push(statement);
  }
  return parts;
}
