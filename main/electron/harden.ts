/** What no page may do, whatever it becomes: leave, open windows, embed others, reach the network, or get at devices. */
import { app, type Session, type WebContents } from 'electron';
import { isOwnAddress, ORIGIN } from './address.ts';

/** Copying to the clipboard, after a click: the only thing the page is let do beyond itself. Reading it is not. */
const ALLOWED = new Set(['clipboard-sanitized-write']);
const NETWORK = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*'];

/** Before the app is ready, so that nothing is made without it. */
export function hardenEverything(): void {
  app.enableSandbox();
  app.on('session-created', hardenSession);
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
}

function hardenSession(session: Session): void {
  const allowed = (permission: string, origin: string): boolean => ALLOWED.has(permission) && isOwnAddress(origin);
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => answer(allowed(permission, requestingUrl)));
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest({ urls: NETWORK }, (_request, answer) => answer({ cancel: true }));
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${ORIGIN}/`)) event.preventDefault(); // what the page made itself, such as the recovery kit, may be saved
  });
}

function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
    // The page moves within itself by history; a real navigation is never its own doing, except a reload.
    (contents as NavigationEvents).on(event, (details) => {
      if (details.url !== contents.getURL() || !isOwnAddress(details.url)) details.preventDefault();
    });
  }
}

/** The three events, which the types list one by one. */
interface NavigationEvents {
  on(event: string, listener: (details: { url: string; preventDefault(): void }) => void): unknown;
}
