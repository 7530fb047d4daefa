/** Sizes as people write them: a number with an optional binary suffix, as restic reads them. */

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Bytes, or null where the text is no size. */
export function parseSize(text: string): number | null {
  const parts = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  return parts === null ? null : Math.floor(Number(parts[1]) * UNITS[parts[2].toLowerCase()]);
}
