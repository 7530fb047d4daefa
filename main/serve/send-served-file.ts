/** Answers with a file out of a backup that a procedure promised under a ticket. It is shown, and can do nothing. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PAGE_HEADERS, SERVED_FILE_POLICY } from '../api/page-policy.ts';
import type { ServedFile } from '../api/served-files.ts';
import { refusal, refuse } from './refusal.ts';

export type OpenServedFile = (ticket: string, signal: AbortSignal) => Promise<ServedFile | null>;

const GONE = refusal(404, 'This preview is no longer there', 'Previews are kept for a while only. Open the file in the window again.');

export async function sendServedFile(request: IncomingMessage, response: ServerResponse, ticket: string, open: OpenServedFile): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  const file = await open(ticket, left.signal);
  if (file === null) return refuse(request, response, GONE);
  response.writeHead(200, {
    ...PAGE_HEADERS, 'Content-Security-Policy': SERVED_FILE_POLICY, 'Content-Type': headerText(file.mime), 'Content-Length': file.size,
    'Content-Disposition': 'inline', 'Cache-Control': 'private, no-store',
  });
  if (request.method === 'HEAD') return void response.end();
  await pipeline(Readable.from(file.bytes, { objectMode: false }), response, { signal: left.signal }).catch(() => response.destroy()); // cut short shows as an incomplete body; the status has been sent
}

/** A type that is none would let a line break into the headers. */
const headerText = (mime: string): string => (/^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/.test(mime) ? mime : 'application/octet-stream');
