/** Ids side by side, in memory of just their size: a message would carry all of a shared buffer along. */

/** @param ids 32 bytes each, or several together. */
export function joinIds(ids: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(ids.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of ids) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
