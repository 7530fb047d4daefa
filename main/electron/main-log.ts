/** The window process's lines in the log. Opened with the first one: most days there is none. */
import type { StateFolders } from '../base/platform.ts';
import { openLog, silentLog, type Log, type LogFields } from '../base/log.ts';
import { SettingsFile } from '../state/settings.ts';

export class MainLog {
  readonly #folders: StateFolders;
  #log: Promise<Log> | null = null;

  constructor(folders: StateFolders) {
    this.#folders = folders;
  }

  info(message: string, fields: LogFields = {}): void {
    void this.#opened().then((log) => log.info(message, fields));
  }

  error(message: string, fields: LogFields = {}): void {
    void this.#opened().then((log) => log.error(message, fields));
  }

  #opened(): Promise<Log> {
    return (this.#log ??= this.#open());
  }

  /** A log that cannot be written, or settings that cannot be read, stop nothing: the engine says so. */
  async #open(): Promise<Log> {
    try {
      const { logLevel, log } = new SettingsFile(this.#folders.config).read();
      return (await openLog({ folder: this.#folders.log, level: logLevel, ...log })).with({ process: 'window' });
    } catch {
      return silentLog;
    }
  }
}
