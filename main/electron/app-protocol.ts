/** The window's own protocol, app://holdfast: its files, and previews as the engine reads them. */
import { MessageChannelMain, protocol, type MessagePortMain } from 'electron';
import { PAGE_HEADERS, SERVED_FILE_POLICY } from '../api/page-policy.ts';
import { isOwnAddress, SCHEME } from './address.ts';
import { plain, pageResponse, type PageFiles } from './page-files.ts';
import { receivePreview } from './preview-wire.ts';

/** Before the app is ready: the scheme is like https, so that origins, storage and fetch work as they should. */
export function declareProtocol(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } }]);
}

/** @param givePreviewPort asks the engine to send what is behind a ticket over the port. */
export function serveProtocol(files: PageFiles, givePreviewPort: (ticket: string, port: MessagePortMain) => void): void {
  protocol.handle(SCHEME, async ({ method, url }) => {
    if (!isOwnAddress(url)) return plain(404, 'There is nothing here.');
    const { pathname } = new URL(url);
    const ticket = /^\/preview\/([\w-]+)$/.exec(pathname)?.[1];
    if (ticket === undefined || method !== 'GET') return pageResponse(method, pathname, files);
    const { port1, port2 } = new MessageChannelMain();
    givePreviewPort(ticket, port2);
    return previewResponse(port1);
  });
}

async function previewResponse(port: MessagePortMain): Promise<Response> {
  const preview = await receivePreview(port);
  if (preview === null) return plain(404, 'This preview is no longer there: open the file in the window again.');
  return new Response(preview.body, {
    headers: {
      ...PAGE_HEADERS, 'Content-Security-Policy': SERVED_FILE_POLICY, 'Content-Type': headerText(preview.mime), 'Content-Length': String(preview.size),
      'Content-Disposition': 'inline', 'Cache-Control': 'private, no-store',
    },
  });
}

/** A type that is none would let a line break into the headers. */
const headerText = (mime: string): string => (/^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/.test(mime) ? mime : 'application/octet-stream');
