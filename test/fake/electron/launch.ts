/** Starts the built desktop app for a test: on the stand-in, or on a real Electron when `ELECTRON_PATH` or the package has one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { bareEnvironment } from '../../fixture/cli/holdfast.ts';
import { Channel } from './channel.ts';
import { ScriptedDialogs, type Asked } from './dialogs.ts';
import { PageHosts } from './page-hosts.ts';
import { launchReal, realElectron } from './launch-real.ts';
import { VARIABLE, type Setting } from './setting.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PROGRAM = join(ROOT, 'dist', 'main', 'electron.js');
const REGISTER = new URL('./register.ts', import.meta.url).href;

export interface LaunchOptions {
  /** Folder the state is in (`HOLDFAST_HOME`). */
  home: string;
  env?: Readonly<Record<string, string>>;
  args?: readonly string[];
  /** The machine. */
  setting?: Partial<Setting>;
  /** The page: colour scheme, reduced motion, time zone … */
  page?: BrowserContextOptions;
}

export interface WindowDescription {
  x: number;
  y: number;
  width: number;
  height: number;
  shown: boolean;
  focused: boolean;
  maximized: boolean;
  minimized: boolean;
  background: string;
  url: string;
}

/** A desktop app that runs, and what a person or the system can do to it. */
export interface DesktopApp {
  readonly real: boolean;
  /** Of the window that is open. After a crash or a new window it is another one: see `nextPage`. */
  readonly page: Page;
  readonly dialogs: ScriptedDialogs;
  /** What was shown in the file manager. */
  readonly shown: readonly string[];
  /** Exit code, once it has ended by itself. */
  readonly ended: Promise<number | null>;
  nextPage(): Promise<Page>;
  windows(): Promise<WindowDescription[]>;
  moveWindow(bounds: Partial<Pick<WindowDescription, 'x' | 'y' | 'width' | 'height'>>): Promise<void>;
  maximize(): Promise<void>;
  minimize(): Promise<void>;
  closeWindow(): Promise<void>;
  clickMenu(...labels: string[]): Promise<void>;
  /** Whether it keeps the machine from falling asleep. */
  keepsAwake(): Promise<boolean>;
  crashPage(): void;
  /** Kills the engine's process; its process id. */
  killEngine(): Promise<number>;
  /** Starts the app once more with the same state; its exit code. */
  startAgain(): Promise<number | null>;
  quit(): Promise<void>;
  /** Ends it however it stands, without a question. */
  close(): Promise<void>;
}

export async function launch(options: LaunchOptions): Promise<DesktopApp> {
  const binary = realElectron();
  if (binary !== null) return launchReal(binary, options);
  const app = new StandInApp(options);
  await app.started();
  return app;
}

/** On the stand-in, with what only it can do. */
export async function launchStandIn(options: LaunchOptions): Promise<StandInApp> {
  const app = new StandInApp(options);
  await app.started();
  return app;
}

export class StandInApp implements DesktopApp {
  readonly real = false;
  readonly dialogs = new ScriptedDialogs();
  readonly shown: string[] = [];
  /** Titles of the notifications the system showed. */
  readonly notified: string[] = [];
  readonly ended: Promise<number | null>;
  readonly #options: LaunchOptions;
  readonly #child: ChildProcess;
  readonly #app: Channel;
  readonly #hosts: PageHosts;
  readonly #first: Promise<Page>;
  #said = '';

  constructor(options: LaunchOptions) {
    this.#options = options;
    this.#child = this.#spawn();
    this.#app = new Channel(this.#child as never);
    this.#hosts = new PageHosts(this.#app, { colorScheme: options.setting?.dark === true ? 'dark' : 'light', ...options.page });
    this.#first = this.#hosts.next();
    this.#app.on<Asked>('dialog', (asked) => this.dialogs.answer(asked));
    this.#app.on<string>('shown', (path) => this.shown.push(path));
    this.#app.on<string>('notified', (title) => this.notified.push(title));
    this.#app.on('exit', () => undefined);
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (this.#said = (this.#said + text).slice(-10_000)));
    this.ended = new Promise((resolve) => this.#child.on('close', (code) => resolve(code)));
  }

  /** Resolves when its first page is there. */
  async started(): Promise<void> {
    const ended = this.ended.then((code) => {
      throw new Error(`The app ended with ${code} before it had a window.\n${this.#said}`);
    });
    await Promise.race([this.#first, ended]);
    ended.catch(() => undefined); // ending later is no failure to start
  }

  get page(): Page {
    const page = this.#hosts.page;
    if (page === undefined) throw new Error(`There is no window.\n${this.#said}`);
    return page;
  }

  /** What it wrote to its terminal. */
  get said(): string {
    return this.#said;
  }

  nextPage(): Promise<Page> {
    return this.#hosts.next();
  }

  windows(): Promise<WindowDescription[]> {
    return this.#app.call('windows');
  }

  moveWindow(bounds: Partial<Pick<WindowDescription, 'x' | 'y' | 'width' | 'height'>>): Promise<void> {
    return this.#app.call('window.move', bounds);
  }

  maximize(): Promise<void> {
    return this.#app.call('window.maximize');
  }

  minimize(): Promise<void> {
    return this.#app.call('window.minimize');
  }

  closeWindow(): Promise<void> {
    return this.#app.call('window.close');
  }

  clickMenu(...labels: string[]): Promise<void> {
    return this.#app.call('menu.click', labels);
  }

  keepsAwake(): Promise<boolean> {
    return this.#app.call('awake');
  }

  /** Of the engines that run. */
  engines(): Promise<number[]> {
    return this.#app.call('engines');
  }

  crashPage(): void {
    this.#hosts.crash();
  }

  async killEngine(): Promise<number> {
    const [pid] = await this.engines();
    if (pid === undefined) throw new Error('There is no engine.');
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  startAgain(): Promise<number | null> {
    const child = this.#spawn();
    new Channel(child as never).on('exit', () => undefined);
    return new Promise((resolve) => child.on('close', (code) => resolve(code)));
  }

  /** The notification that came first is clicked. */
  clickNotification(): Promise<void> {
    return this.#app.call('notification.click');
  }

  /** The dock icon is clicked. */
  activate(): Promise<void> {
    return this.#app.call('activate');
  }

  quit(): Promise<void> {
    return this.#app.call('quit').then(() => undefined, () => undefined); // it may end before it answers
  }

  /** As if a frame with this address had sent it. */
  sendAs(frame: { url: string; top: boolean }, channel: string): Promise<void> {
    return this.#app.call('ipc', { id: 1, channel, args: [], frame });
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
    await this.ended;
    await this.#hosts.close();
  }

  #spawn(): ChildProcess {
    const { home, env = {}, args = [], setting = {} } = this.#options;
    return spawn(process.execPath, ['--import', REGISTER, PROGRAM, ...args], {
      cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], serialization: 'advanced',
      env: { ...bareEnvironment(home), HOLDFAST_HOME: home, ...env, [VARIABLE]: JSON.stringify(setting) },
    });
  }
}
