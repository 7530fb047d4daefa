/** Arguments of requests: little-endian numbers and length-prefixed paths. */
const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** @param width bytes. */
export function unsigned(value: number, width: 1 | 2 | 4): Uint8Array {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntLE(value, 0, width);
  return bytes;
}

/** One byte of length, then the path in UTF-8: at most 255 bytes, which no board exceeds. */
export function shortPath(path: string): Uint8Array {
  const bytes = utf8(path);
  return Buffer.concat([unsigned(bytes.length, 1), bytes]);
}

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);
