/** `app`: the life of the application. */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { launcher, setting } from './launcher-line.ts';
import { SingleInstance } from './single-instance.ts';

/** An event whose default can be prevented, as handlers get it first. */
export class PreventableEvent {
  defaultPrevented = false;

  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

class App extends EventEmitter {
  isPackaged = setting.packaged;
  /** Set by `window.ts`, which knows them. False: one refused. */
  closeWindows: () => boolean = () => true;
  #name = 'Electron';
  readonly #paths = new Map<string, string>([['userData', join(tmpdir(), 'electron-stand-in')]]);
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #instance: SingleInstance | null = null;
  #quitting = false;

  constructor() {
    super();
    setImmediate(() => {
      this.#isReady = true;
      this.emit('will-finish-launching');
      this.emit('ready', {}, {});
      this.#ready.resolve();
    });
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  get quitting(): boolean {
    return this.#quitting;
  }

  setName(name: string): void {
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  getLocale(): string {
    return setting.locale;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  getPath(name: string): string {
    const path = this.#paths.get(name);
    if (path === undefined) throw new Error(`Failed to get '${name}' path`);
    return path;
  }

  /** Every page is sandboxed here: there is no other kind. */
  enableSandbox(): void {
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  requestSingleInstanceLock(): boolean {
    this.#instance ??= SingleInstance.take(this.getPath('userData'), (argv, cwd) => this.emit('second-instance', {}, argv, cwd, null));
    return this.#instance !== null;
  }

  /** As the real one: asks, closes the windows, asks again, ends. */
  quit(): void {
    if (this.#asks('before-quit')) return;
    this.#quitting = true;
    if (!this.closeWindows() || this.#asks('will-quit')) {
      this.#quitting = false;
      return;
    }
    this.exit(0);
  }

  exit(code = 0): void {
    this.#instance?.release();
    this.emit('quit', {}, code);
    launcher.tell('exit', code);
    setImmediate(() => process.exit(code)); // what was told has left by then
  }

  #asks(name: string): boolean {
    const event = new PreventableEvent();
    this.emit(name, event);
    return event.defaultPrevented;
  }
}

export const app = new App();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
launcher.on('quit', () => app.quit());
launcher.on('activate', () => app.emit('activate', {}, false));
process.on('disconnect', () => process.exit(1)); // nobody is left to show a window to
