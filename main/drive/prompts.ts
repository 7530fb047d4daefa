/** What to ask or tell when drives come and go. Pure: it is shown the drives, and says what follows. */
import type { Drive, DrivePlan, DrivePrompt } from '../../preload/contract/drive.ts';

interface Asked {
  prompt: DrivePrompt;
  /** The visit it is about. */
  visit: string;
}

/** What tells one visit of the drive at a mount point from the next; empty: nothing does. */
export type SessionAt = (path: string) => string;

export class Prompts {
  /** The visits of drives that were there at the last look. */
  #before = new Set<string>();
  #session: SessionAt = () => '';
  #asked: Asked[] = [];
  #next = 1;

  /** What is to be asked now. */
  get open(): readonly DrivePrompt[] {
    return this.#asked.map(({ prompt }) => prompt);
  }

  /**
   * Takes in how things stand. A drive is new here when it was not there at the last look, or came back since then; so what is asked, is asked once for each
   * time it is plugged in.
   * @returns the drives whose owner wants their due backups without being asked.
   */
  see(drives: readonly Drive[], session: SessionAt = () => ''): Drive[] {
    this.#session = session;
    const present = drives.filter(({ path }) => path !== null);
    this.#asked = this.#asked.flatMap((asked) => this.#stillOpen(asked, present));
    const arrived = present.filter((drive) => !this.#before.has(this.#visit(drive)));
    this.#before = new Set(present.map((drive) => this.#visit(drive)));
    for (const drive of arrived) this.#ask(drive);
    return arrived.filter(({ state, policy, plans, readOnly }) => state === 'known' && policy === 'always' && !readOnly && plans.some(({ due }) => due));
  }

  /** What was started for a drive has ended well: it may be pulled. */
  safe(drive: Drive, plans: DrivePlan[]): void {
    this.#asked = this.#asked.filter(({ prompt: { kind, drive: { key } } }) => kind !== 'safe' || key !== drive.key);
    this.#put({ kind: 'safe', prompt: this.#id('safe'), drive, plans });
  }

  /** Nobody looked for a while: what is there counts as just plugged in, and is asked about unless it still is. */
  restart(): void {
    this.#before = new Set();
  }

  /** The prompt, which is then no longer open; null when it is not open (any more). */
  take(id: string): DrivePrompt | null {
    const found = this.open.find(({ prompt }) => prompt === id) ?? null;
    this.#asked = this.#asked.filter(({ prompt }) => prompt !== found);
    return found;
  }

  #ask(drive: Drive): void {
    if (drive.readOnly || this.#asked.some(({ prompt, visit }) => prompt.kind !== 'safe' && visit === this.#visit(drive))) return;
    const due = drive.plans.filter((plan) => plan.due);
    if (drive.state === 'known' && drive.policy === 'ask' && due.length > 0) this.#put({ kind: 'back-up', prompt: this.#id('back-up'), drive, plans: due });
    if (drive.state === 'new' && drive.removable && drive.empty === true) this.#put({ kind: 'use', prompt: this.#id('use'), drive });
  }

  /** With the drive as it is now; gone when there is nothing left to ask. */
  #stillOpen({ prompt, visit }: Asked, present: readonly Drive[]): Asked[] {
    const drive = present.find((one) => this.#visit(one) === visit);
    return drive !== undefined && isStillWanted(prompt, drive) ? [{ visit, prompt: withDrive(prompt, drive) }] : [];
  }

  #put(prompt: DrivePrompt): void {
    this.#asked.push({ prompt, visit: this.#visit(prompt.drive) });
  }

  /** A drive where it is: mounted anew elsewhere, or plugged in again, it is there anew. An adopted one changes its key; it stays where it is. */
  #visit({ device, path }: Drive): string {
    return `${device ?? ''} ${path ?? ''} ${path === null ? '' : this.#session(path)}`;
  }

  #id(kind: string): string {
    return `${kind}-${this.#next++}`;
  }
}

/** As long as there is something left to ask. */
function isStillWanted({ kind }: DrivePrompt, { state, runs, policy, plans }: Drive): boolean {
  if (kind === 'use') return state === 'new';
  if (kind === 'safe') return runs.length === 0;
  return state === 'known' && policy === 'ask' && runs.length === 0 && plans.some(({ due }) => due);
}

const withDrive = (prompt: DrivePrompt, drive: Drive): DrivePrompt => (prompt.kind === 'back-up' ? { ...prompt, drive, plans: drive.plans.filter(({ due }) => due) } : { ...prompt, drive });
