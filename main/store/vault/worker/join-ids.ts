/** Ids side by side, in memory of just their size: a message would carry all of a shared buffer along. */

const ID = 32;

/** @param ids 32 bytes each. */
export function joinIds(ids: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(ids.length * ID);
  ids.forEach((id, at) => joined.set(id, at * ID));
  return joined;
}
