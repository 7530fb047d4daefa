/** What the procedures work with. Opened lazily: `holdfast --version` pays for none of it. */
import { join } from 'node:path';
import type { AuditEntry } from '../../preload/contract/audit.ts';
import type { Problem } from '../base/call.ts';
import type { Clock } from '../base/clock.ts';
import type { Env } from '../base/env.ts';
import { toFault } from '../base/fault.ts';
import { identity, stateFolders, type StateFolders } from '../base/platform.ts';
import { openLog, silentLog, type Log, type LogFields } from '../base/log.ts';
import { isAlive } from '../base/process/alive.ts';
import { Redactor } from '../base/redact.ts';
import { thisMachine, type DriveSystem } from '../drive/system.ts';
import { Runner } from '../run/runner.ts';
import { openSecretStore, type ChosenSecretStore } from '../secret/choose.ts';
import { openHistory, type Catalog } from '../state/catalog.ts';
import { SettingsFile } from '../state/settings.ts';
import type { Holder } from '../store/lock/lock.ts';
import { fullStack } from './faults.ts';
import { DrivePlaces } from './drive-places.ts';
import { Previews } from './previews.ts';
import { ServedFiles } from './served-files.ts';

export interface ApiOptions {
  env: Env;
  /** Relative addresses and paths count from here. */
  cwd: string;
  clock: Clock;
  /** What acts, for the audit: `cli`, `desktop`, `serve`. */
  host: string;
  passwordFile?: string;
  passwordCommand?: string;
  /** Of a second destination, where it has a password of its own. */
  otherPasswordFile?: string;
  otherPasswordCommand?: string;
  /** Asks the person at the terminal; absent: nobody is there to be asked. */
  ask?: (question: string, options: { secret: boolean }) => Promise<string>;
  /** Hears of what a short operation (a list, a search) could not read and went on without. Runs tell of theirs by events. */
  onProblem?: (problem: Problem) => void;
  /** Bytes a second that go to and come from every destination, unless a run says otherwise. */
  limits?: { upload?: number; download?: number };
  noCache?: boolean;
  /** Read without taking a lock: for vaults on media that cannot be written. */
  noLock?: boolean;
  /** What the host can do on the person's screen; absent: nothing. */
  desktop?: Desktop;
  /** What is asked about drives; absent: this machine. */
  driveSystem?: DriveSystem;
  /** Names and versions of what the host stands on, for `app.info`. */
  versions?: Record<string, string>;
}

export interface Desktop {
  /** The system's folder dialog; absent: there is none. Null: closed without a choice. */
  pickFolder?(title: string, startAt: string | undefined): Promise<string | null>;
  /** Shows a file or folder in the system's file manager. */
  reveal?(path: string): Promise<void>;
}

/** A window reads while it changes something: what is being read ends soon, and is no reason to refuse. */
const OWN_PATIENCE = 10_000;

export const PROGRAM_VERSION = 'holdfast 0.1.0';

export class Context {
  readonly options: ApiOptions;
  readonly folders: StateFolders;
  readonly settings: SettingsFile;
  readonly driveSystem: DriveSystem;
  readonly drivePlaces: DrivePlaces;
  readonly previews = new Previews();
  readonly servedFiles = new ServedFiles();
  /** Learns every password that is read, so that none reaches the log. */
  readonly redactor = new Redactor();
  #catalog: Catalog | null = null;
  #runner: Runner | null = null;
  #secrets: Promise<ChosenSecretStore> | null = null;
  #log: Promise<Log> | null = null;

  constructor(options: ApiOptions) {
    this.options = options;
    this.folders = stateFolders(options.env);
    this.settings = new SettingsFile(this.folders.config);
    this.driveSystem = options.driveSystem ?? thisMachine;
    this.drivePlaces = new DrivePlaces(this.settings, this.driveSystem);
  }

  get clock(): Clock {
    return this.options.clock;
  }

  /** The vault that is used, and made, when nobody says otherwise. */
  get defaultVault(): string {
    return join(this.folders.data, 'vault');
  }

  /** History that cannot be used never stands in the way: then it is kept in memory, and the log says why. */
  get catalog(): Catalog {
    if (this.#catalog === null) {
      const { hostname, username } = identity();
      const actor = `${username}@${hostname} ${this.options.host}`;
      this.#catalog = openHistory({ home: this.folders.data, actor, clock: this.clock, host: hostname }, (fault) => void this.log().then((log) => log.warn(fault.message)));
      this.#catalog.runs.markInterrupted(isAlive);
    }
    return this.#catalog;
  }

  /** Writes into the journal. A journal that cannot be written never turns what was done into a failure: the log says what is missing in it. */
  audited(action: string, subject: string, detail: AuditEntry['detail'] = null): void {
    try {
      this.catalog.audit.append(action, subject, detail);
    } catch (error) {
      void this.log().then((log) => log.error(`The journal could not be written: ${toFault(error, 'audit').message}`, { action, subject }));
    }
  }

  get runner(): Runner {
    this.#runner ??= new Runner(
      this.catalog.runs, this.clock,
      (problem, runId) => void this.log().then((log) => log.warn(problem.message, { runId, item: problem.item, during: problem.during })),
      (fault, runId) => this.unforeseen(fault, { runId }),
    );
    return this.#runner;
  }

  get secrets(): Promise<ChosenSecretStore> {
    const opening = (this.#secrets ??= openSecretStore({ home: this.folders.data }));
    opening.catch(() => {
      if (this.#secrets === opening) this.#secrets = null; // the next who asks is not told of this failure
    });
    return opening;
  }

  /** What went wrong by Holdfast's own making, with all that can help to find out why. */
  unforeseen(error: Error, about: LogFields): void {
    void this.log().then((log) => log.error(error.message, { ...about, stack: fullStack(error.cause ?? error) }));
  }

  log(): Promise<Log> {
    return (this.#log ??= this.#openLog());
  }

  /** Who takes locks and signs snapshots. */
  holder(): Holder {
    return { ...identity(), pid: process.pid, clock: this.clock, isAlive, patience: OWN_PATIENCE };
  }

  async close(): Promise<void> {
    await this.#runner?.close();
    this.#catalog?.close();
    (await this.#log)?.close();
  }

  /** A log that cannot be written, or settings that cannot be read, stop nothing: whoever needs the settings says so. */
  async #openLog(): Promise<Log> {
    try {
      const { logLevel, log } = this.settings.read();
      return await openLog({ folder: this.folders.log, level: logLevel, redactor: this.redactor, ...log });
    } catch {
      return silentLog;
    }
  }
}
