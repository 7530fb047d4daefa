/** What `import … from 'electron'` finds in the stand-in: the part of the API that is used, and nothing else. */
export { app } from './app.ts';
export { dialog, Menu, nativeTheme, Notification, powerSaveBlocker, screen, shell } from './desk.ts';
export { ipcMain } from './ipc-main.ts';
export { MessageChannelMain } from './ports.ts';
export { protocol, session } from './session.ts';
export { utilityProcess } from './utility-process.ts';
export { BrowserWindow } from './window.ts';
