/** The only preload code: lets the page and the app pass on a MessagePort to the engine, and where to go. It gives the page nothing of its own. */
import { ipcRenderer } from 'electron';

/** What it needs of the page; the project's types for this side know no DOM. */
interface PageWindow {
  location: { origin: string };
  addEventListener(event: 'message', listener: (event: { source: unknown; origin: string; data: unknown }) => void): void;
  postMessage(message: unknown, origin: string, transfer?: readonly unknown[]): void;
}
declare const window: PageWindow;

const { origin } = window.location;

window.addEventListener('message', (event) => {
  if (event.source === window && event.origin === origin && event.data === 'holdfast:want-port') ipcRenderer.send('holdfast:want-port');
});
ipcRenderer.on('holdfast:port', ({ ports }) => window.postMessage('holdfast:port', origin, [...ports]));
ipcRenderer.on('holdfast:go', (_event, path: unknown) => window.postMessage({ type: 'holdfast:go', path }, origin));
