/** The system's dialogs: asked for by the engine, or needed where the page cannot speak for itself. */
import { mkdirSync } from 'node:fs';
import { dialog, shell, type BrowserWindow, type MessageBoxOptions } from 'electron';
import type { DesktopAnswer, DesktopRequest } from './engine-messages.ts';
import type { LeaveChoice } from './leaving.ts';
import type { Words } from './words.ts';

export class Dialogs {
  readonly #window: BrowserWindow | null;
  readonly #words: Words;
  readonly #logFolder: string;

  /** @param window they belong to; null: they stand alone. */
  constructor(window: BrowserWindow | null, words: Words, logFolder: string) {
    [this.#window, this.#words, this.#logFolder] = [window, words, logFolder];
  }

  async perform(request: DesktopRequest): Promise<DesktopAnswer> {
    switch (request.what) {
      case 'pick-folder':
        return this.#pickFolder(request.title, request.startAt);
      case 'reveal':
        shell.showItemInFolder(request.path);
        return null;
    }
  }

  async askToLeave(): Promise<LeaveChoice> {
    const { message, detail, wait, stop, stay } = this.#words.quit;
    const choices = ['wait', 'stop', 'stay'] as const;
    return choices[await this.#ask({ type: 'question', message, detail, buttons: [wait, stop, stay], defaultId: 0, cancelId: 2 })] ?? 'stay';
  }

  async engineGone(reason: string): Promise<'again' | 'quit'> {
    const { message, detail, again, log, quit } = this.#words.engine;
    const answer = await this.#ask({ type: 'error', message, detail: detail(reason, this.#logFolder), buttons: [again, log, quit], defaultId: 0, cancelId: 2 });
    if (answer !== 1) return answer === 0 ? 'again' : 'quit';
    this.showLog();
    return this.engineGone(reason);
  }

  async pageGone(reason: string): Promise<'again' | 'close'> {
    const { message, detail, again, close } = this.#words.page;
    return (await this.#ask({ type: 'error', message, detail: detail(reason, this.#logFolder), buttons: [again, close], defaultId: 0, cancelId: 1 })) === 0 ? 'again' : 'close';
  }

  showLog(): void {
    mkdirSync(this.#logFolder, { recursive: true, mode: 0o700 }); // nothing may have been logged yet
    void shell.openPath(this.#logFolder);
  }

  async #pickFolder(title: string, startAt: string | null): Promise<string | null> {
    const options = { title, properties: ['openDirectory', 'createDirectory', 'showHiddenFiles'] as ('openDirectory' | 'createDirectory' | 'showHiddenFiles')[], ...(startAt === null ? {} : { defaultPath: startAt }) };
    const { canceled, filePaths } = await (this.#window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(this.#window, options));
    return canceled ? null : (filePaths[0] ?? null);
  }

  async #ask(options: MessageBoxOptions): Promise<number> {
    const asked = { ...options, noLink: true };
    return (await (this.#window === null ? dialog.showMessageBox(asked) : dialog.showMessageBox(this.#window, asked))).response;
  }
}
