/** Reads the JSON body of a request, as far as it may be long. */
import type { IncomingMessage } from 'node:http';
import { REFUSED, type Refusal } from './refusal.ts';

/** Bytes of a request, over either transport: the contract carries ids and settings, no file contents. */
export const LARGEST_REQUEST = 1024 * 1024;

/** @returns undefined as `value` for an empty body, which is how a call without input comes. */
export async function readJson(request: IncomingMessage, limit: number = LARGEST_REQUEST): Promise<{ value: unknown } | { refusal: Refusal }> {
  if (Number(request.headers['content-length']) > limit) return { refusal: REFUSED.tooLarge };
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return { refusal: REFUSED.tooLarge };
    chunks.push(chunk);
  }
  if (length === 0) return { value: undefined };
  if (!/^application\/json(?:;|$)/i.test(request.headers['content-type'] ?? '')) return { refusal: REFUSED.badType };
  try {
    return { value: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
  } catch {
    return { refusal: REFUSED.badBody }; // whatever the parser found, the caller has to send JSON
  }
}
