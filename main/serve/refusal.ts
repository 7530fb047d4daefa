/** What the server will not do, said in one sentence with the next step; as a small page for browsers, as text for programs. */
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PAGE_HEADERS } from '../api/page-policy.ts';

export interface Refusal {
  status: number;
  title: string;
  text: string;
  headers?: Readonly<Record<string, string>>;
}

export const refusal = (status: number, title: string, text: string, headers: Readonly<Record<string, string>> = {}): Refusal => ({ status, title, text, headers });

const NEW_ADDRESS = 'Start it again ("holdfast serve --open", or "npm start") and use the address it prints: each is good for one browser.';

export const REFUSED = {
  noSession: refusal(401, 'Holdfast does not know this browser', `This page opens with the one-time address that "holdfast serve" prints. ${NEW_ADDRESS}`),
  usedToken: refusal(401, 'This address was used already', `Its one-time token has opened a window before, and is worth nothing now. ${NEW_ADDRESS}`),
  wrongToken: refusal(401, 'This address is not right', `Its token is not the one this server gave out; it may be from an earlier start, or cut off. ${NEW_ADDRESS}`),
  openedElsewhere: refusal(401, 'This address was for another browser', 'It lets in the browser that Holdfast opens, within a minute and for the same user. Use the address that Holdfast printed.'),
  foreignHost: refusal(421, 'Not served under this name', 'Holdfast answers only under the address it printed. Use that one.'),
  foreignOrigin: refusal(403, 'Refused', 'Another page asked for this. Type or paste the address Holdfast printed into the address bar instead.'),
  noPage: refusal(404, 'Nothing here', 'There is no such page. Go back to the start of the window.'),
  notBuilt: refusal(503, 'The window has not been built', 'The server runs, but the files of its window are not there. Run "npm run build" in the folder of Holdfast, then start it again.'),
  tooLarge: refusal(413, 'Too large', 'A request may hold 1 MiB.', { Connection: 'close' }),
  badBody: refusal(400, 'Not readable', 'The body of the request is not the JSON it should be.'),
  badType: refusal(415, 'Not JSON', 'Requests to procedures are JSON.'),
  upgrade: refusal(426, 'A WebSocket is here', 'This address is for WebSockets.', { Connection: 'Upgrade', Upgrade: 'websocket' }),
  broken: refusal(500, 'That did not work', 'Holdfast met an error it did not expect; its log knows more. Try again.'),
} as const satisfies Record<string, Refusal>;

export const tooMany = (seconds: number): Refusal =>
  refusal(429, 'Too many wrong attempts', `Wait ${seconds} seconds, then use the address that was printed.`, { 'Retry-After': String(seconds) });

export const wrongMethod = (allowed: string): Refusal => refusal(405, 'Not that way', `Only ${allowed} is answered here.`, { Allow: allowed });

/** Answers with it and nothing else. */
export function refuse(request: IncomingMessage, response: ServerResponse, { status, title, text, headers = {} }: Refusal): void {
  if (response.headersSent) return void response.destroy();
  const html = request.headers.accept?.includes('text/html') === true;
  const body = Buffer.from(html ? page(title, text) : `${title}. ${text}\n`);
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'Content-Type': `${html ? 'text/html' : 'text/plain'}; charset=utf-8`,
    'Content-Length': body.length, 'Cache-Control': 'no-store', ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const STYLE = ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:34rem;margin:20vh auto 0;padding:0 1.5rem}h1{font-size:1.25rem}';
const STYLE_HASH = hash('sha256', STYLE, 'base64');

/** Only fixed sentences come here: nothing a request said is repeated. */
const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)} · Holdfast</title>` +
  `<style>${STYLE}</style></head><body><main><h1>${escaped(title)}</h1><p>${escaped(text)}</p></main></body></html>\n`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
