/** The desktop app begins: everything that must be so before a window exists, then the app. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { readEnv } from '../base/env.ts';
import { toFault } from '../base/fault.ts';
import { stayLean } from '../base/memory.ts';
import { stateFolders } from '../base/platform.ts';
import { declareProtocol } from './app-protocol.ts';
import { Desktop } from './desktop.ts';
import { hardenEverything } from './harden.ts';
import { wordsIn } from './words.ts';

stayLean();
const folders = stateFolders(readEnv());
app.setName('Holdfast');
declareProtocol();
hardenEverything();
try {
  // What Chromium keeps lies with our own state: so each state has its own single instance.
  const chromium = join(folders.data, 'window');
  mkdirSync(chromium, { recursive: true, mode: 0o700 });
  app.setPath('userData', chromium);
  if (app.requestSingleInstanceLock()) new Desktop(folders).start();
  else app.exit(0); // the one that runs shows its window
} catch (error) {
  dialog.showErrorBox('Holdfast', wordsIn('system', app.getLocale()).notStarted(toFault(error, folders.data).message));
  app.exit(1);
}
