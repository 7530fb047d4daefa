/** Memory given back at once. The garbage collector sees only the small object that holds a buffer, and lets hundreds of megabytes wait. */

/** Nothing may use the bytes afterwards. Those that are part of a larger buffer, which somebody else may be using, are left alone. */
export function free(bytes: Uint8Array<ArrayBuffer>): void {
  if (bytes.byteLength === bytes.buffer.byteLength) freeBuffer(bytes.buffer);
}

export function freeBuffer(buffer: ArrayBuffer): void {
  if (!buffer.detached) buffer.transfer(0);
}
