/** Answers to requests of the window for its own files: looked up in a list made at the start, so that no path of a request reaches the disk. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { contentSecurityPolicy, NONCE_PLACE, PAGE_HEADERS } from '../api/page-policy.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.webp': 'image/webp', '.woff2': 'font/woff2', '.txt': 'text/plain; charset=utf-8',
};
const PAGE = '/index.html';
/** Where index.html says how the page reaches the engine. */
const TRANSPORT_PLACE = '__TRANSPORT__';
const NONCE_BYTES = 16;

/** By path as in a URL: where the file is. */
export type PageFiles = ReadonlyMap<string, string>;

/** Empty when the window has not been built. */
export function findPageFiles(folder: string): PageFiles {
  if (!existsSync(join(folder, PAGE))) return new Map();
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && extname(entry.name) in TYPES);
  return new Map(found.map((entry) => join(entry.parentPath, entry.name)).map((path) => [`/${path.slice(folder.length).replaceAll('\\', '/').replace(/^\//, '')}`, path]));
}

/** @param path of the request's URL, percent signs and all. */
export async function pageResponse(method: string, path: string, files: PageFiles): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only reading is possible here.');
  const page = files.get(PAGE);
  if (page === undefined) return plain(503, 'The window has not been built: run "npm start" once.');
  const file = files.get(path);
  if (file !== undefined && file !== page) return fileResponse(file);
  return path === '/' || file === page || isRoute(path) ? indexResponse(page) : plain(404, 'There is nothing here.');
}

/** A place inside the window: the page itself finds out whether there is such a one. */
const isRoute = (path: string): boolean => !/\.|%2e|\/\/|\\|%5c|%2f|%00/i.test(path);

async function indexResponse(path: string): Promise<Response> {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const page = (await readFile(path, 'utf8')).replaceAll(NONCE_PLACE, nonce).replaceAll(TRANSPORT_PLACE, 'port');
  return new Response(page, {
    headers: { ...PAGE_HEADERS, 'Content-Security-Policy': contentSecurityPolicy(nonce, []), 'Content-Type': TYPES['.html']!, 'Cache-Control': 'no-store' },
  });
}

async function fileResponse(path: string): Promise<Response> {
  const bytes = await readFile(path);
  return new Response(bytes, {
    headers: { ...PAGE_HEADERS, 'Content-Security-Policy': "default-src 'none'; sandbox", 'Content-Type': TYPES[extname(path)]!, 'Content-Length': String(bytes.length), 'Cache-Control': 'no-cache' },
  });
}

export const plain = (status: number, sentence: string): Response =>
  new Response(sentence, { status, headers: { ...PAGE_HEADERS, 'Content-Security-Policy': "default-src 'none'; sandbox", 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' } });
