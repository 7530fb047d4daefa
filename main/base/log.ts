/** The log file: what the program did and what went wrong, for whoever has to find out later. Never a secret, never a file's content. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLevel } from '../../preload/contract/settings.ts';
import { systemClock, type Clock } from './clock.ts';
import { toFault } from './fault.ts';
import { Redactor } from './redact.ts';

export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log whose every line carries these fields too. */
  with(fields: LogFields): Log;
  /** Every line is on disk when it was written; this only lets go of the file. */
  close(): void;
}

export interface LogOptions {
  /** Folder of the log files; made if it is not there. */
  folder: string;
  level: LogLevel;
  /** Bytes after which the next file is begun. */
  maxSize: number;
  /** Files kept, the current one included. */
  maxFiles: number;
  /** Knows the secrets that must never appear. */
  redactor?: Redactor;
  /** Told once when the log cannot be written any more, for example because the disk is full. */
  broken?: (error: unknown) => void;
  clock?: Clock;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
type Level = (typeof LEVELS)[number];

/** Where lines go; `write` throws nothing. */
interface Sink {
  write(level: Level, message: string, fields: Record<string, unknown>): void;
  close(): void;
}

/** For tests, and until a log is opened. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, with: () => silentLog, close() {} };

/**
 * Opens the log. Lines are written before the call returns, so none is lost however the program ends, and nothing here keeps it alive.
 * The libraries are loaded only now: a command that never opens a log pays nothing.
 * @throws Fault when the folder or the file cannot be made; a caller that can do without goes on with `silentLog`.
 */
export async function openLog(options: LogOptions): Promise<Log> {
  if (options.level === 'silent') return silentLog;
  return logTo(await openSink(options), options.redactor ?? new Redactor(), {});
}

function logTo(sink: Sink, redactor: Redactor, base: LogFields): Log {
  const at = (level: Level) => (message: string, fields: LogFields = {}) => sink.write(level, redactor.text(message), redactor.fields({ ...base, ...fields }));
  return {
    debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'),
    with: (fields) => logTo(sink, redactor, { ...base, ...fields }),
    close: () => sink.close(),
  };
}

async function openSink({ folder, level, maxSize, maxFiles, broken = () => undefined, clock = systemClock }: LogOptions): Promise<Sink> {
  const [{ pino }, { default: roll }] = await Promise.all([import('pino'), import('pino-roll')]);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stream = await roll({
      file: join(folder, 'holdfast'), extension: '.log', size: `${maxSize}b`,
      // Counts the files of all processes that log here, earlier ones included.
      limit: { count: maxFiles, removeOtherLogFiles: true },
      sync: true, mode: 0o600,
    });
    let usable = true;
    const giveUp = (error: unknown) => {
      if (usable) broken(error);
      usable = false;
    };
    stream.on('error', giveUp);
    const logger = pino({ level, timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`, formatters: { level: (label) => ({ level: label }) } }, stream);
    return {
      write: (at, message, fields) => {
        if (!usable) return;
        try {
          logger[at](fields, message);
        } catch (error) {
          giveUp(error); // a full disk must not end a backup
        }
      },
      close: () => {
        if (usable) stream.end();
        usable = false;
      },
    };
  } catch (error) {
    throw toFault(error, `The log in ${folder} cannot be written`, { path: folder });
  }
}
