/** `ipcMain`: messages from preloads, with the frame they come from. */
import { EventEmitter } from 'node:events';
import { fromBrowser } from './addresses.ts';
import { launcher } from './launcher-line.ts';
import { scheme } from './session.ts';
import { BrowserWindow } from './window.ts';

export const ipcMain = new EventEmitter();

interface Sent {
  id: number;
  channel: string;
  args: unknown[];
  /** As the browser has it. */
  frame: { url: string; top: boolean };
}

launcher.on<Sent>('ipc', ({ id, channel, args, frame }) => {
  const sender = BrowserWindow.fromId(id)?.webContents;
  if (sender === undefined) return;
  const senderFrame = { url: fromBrowser(frame.url, scheme()), parent: frame.top ? null : sender.mainFrame };
  ipcMain.emit(channel, { sender, senderFrame, ports: [] }, ...args);
});
