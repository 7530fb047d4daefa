/** Answers with the window's page or one of its files. */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentSecurityPolicy, NONCE_PLACE, PAGE_HEADERS, TRANSPORT_PLACE } from '../api/page-policy.ts';
import { REFUSED, refuse } from './refusal.ts';
import type { WindowFile, WindowFiles } from './window-files.ts';

const PAGE = '/index.html';
const NONCE_BYTES = 16;

/** @param path as it stands in the URL; it is only ever looked up. */
export async function sendWindow(request: IncomingMessage, response: ServerResponse, path: string, files: WindowFiles, connect: readonly string[]): Promise<void> {
  const page = files.get(PAGE);
  if (page === undefined) return refuse(request, response, REFUSED.notBuilt);
  const file = files.get(path);
  if (file !== undefined && file !== page) return sendFile(request, response, file);
  if (path === '/' || file === page || isRoute(request, path)) return sendPage(request, response, page, connect);
  refuse(request, response, REFUSED.noPage);
}

/** A place inside the window: the page itself finds out whether there is such a one. */
const isRoute = ({ headers }: IncomingMessage, path: string): boolean => !/\.|%2e|\/\/|\\|%5c|%2f|%00/i.test(path) && headers.accept?.includes('text/html') === true;

function sendPage(request: IncomingMessage, response: ServerResponse, { plain, type }: WindowFile, connect: readonly string[]): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const body = Buffer.from(plain.toString('utf8').replaceAll(NONCE_PLACE, nonce).replace(TRANSPORT_PLACE, 'socket'));
  response.writeHead(200, {
    ...PAGE_HEADERS, 'Content-Security-Policy': contentSecurityPolicy(nonce, connect), 'Content-Type': type, 'Content-Length': body.length, 'Cache-Control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function sendFile(request: IncomingMessage, response: ServerResponse, file: WindowFile): Promise<void> {
  const headers = {
    ...PAGE_HEADERS, 'Content-Security-Policy': "default-src 'none'; sandbox", ETag: file.etag, Vary: 'Accept-Encoding',
    'Cache-Control': file.immutable ? 'private, max-age=31536000, immutable' : 'no-cache',
  };
  if (request.headers['if-none-match']?.includes(file.etag) === true) return void response.writeHead(304, headers).end();
  const { encoding, bytes } = await file.form(String(request.headers['accept-encoding'] ?? ''));
  const encoded = encoding === 'identity' ? {} : { 'Content-Encoding': encoding };
  response.writeHead(200, { ...headers, ...encoded, 'Content-Type': file.type, 'Content-Length': bytes.length });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
