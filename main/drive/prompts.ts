/** What to ask or tell when drives come and go. Pure: it is shown the drives, and says what follows. */
import type { Drive, DrivePlan, DrivePrompt } from '../../preload/contract/drive.ts';

export class Prompts {
  /** Drives that were there at the last look, by key and mount point. */
  #before = new Set<string>();
  #open: DrivePrompt[] = [];
  #next = 1;

  /** What is to be asked now. */
  get open(): readonly DrivePrompt[] {
    return this.#open;
  }

  /**
   * Takes in how things stand. A drive is new here when it was not there at the last look, so what is asked, is asked once for each time it is plugged in.
   * @returns the drives whose owner wants their due backups without being asked.
   */
  see(drives: readonly Drive[]): Drive[] {
    const present = drives.filter(({ path }) => path !== null);
    this.#open = this.#open.flatMap((prompt) => this.#stillOpen(prompt, present));
    const arrived = present.filter((drive) => !this.#before.has(visit(drive)));
    this.#before = new Set(present.map(visit));
    for (const drive of arrived) this.#ask(drive);
    return arrived.filter(({ state, policy, plans, readOnly }) => state === 'known' && policy === 'always' && !readOnly && plans.some(({ due }) => due));
  }

  /** What was started for a drive has ended well: it may be pulled. */
  safe(drive: Drive, plans: DrivePlan[]): void {
    this.#open = this.#open.filter(({ kind, drive: { key } }) => kind !== 'safe' || key !== drive.key);
    this.#open.push({ kind: 'safe', prompt: this.#id('safe'), drive, plans });
  }

  /** Nobody looked for a while: what is there counts as just plugged in, and is asked about unless it still is. */
  restart(): void {
    this.#before = new Set();
  }

  /** The prompt, which is then no longer open; null when it is not open (any more). */
  take(id: string): DrivePrompt | null {
    const found = this.#open.find(({ prompt }) => prompt === id) ?? null;
    this.#open = this.#open.filter((prompt) => prompt !== found);
    return found;
  }

  #ask(drive: Drive): void {
    if (drive.readOnly || this.#open.some((prompt) => prompt.kind !== 'safe' && visit(prompt.drive) === visit(drive))) return;
    const due = drive.plans.filter((plan) => plan.due);
    if (drive.state === 'known' && drive.policy === 'ask' && due.length > 0) this.#open.push({ kind: 'back-up', prompt: this.#id('back-up'), drive, plans: due });
    if (drive.state === 'new' && drive.removable && drive.empty === true) this.#open.push({ kind: 'use', prompt: this.#id('use'), drive });
  }

  /** With the drive as it is now; gone when there is nothing left to ask. */
  #stillOpen(prompt: DrivePrompt, present: readonly Drive[]): DrivePrompt[] {
    const drive = present.find((one) => visit(one) === visit(prompt.drive));
    if (drive === undefined) return [];
    if (prompt.kind === 'use') return drive.state === 'new' ? [{ ...prompt, drive }] : [];
    if (prompt.kind === 'safe') return drive.runs.length === 0 ? [{ ...prompt, drive }] : [];
    const plans = drive.plans.filter(({ due }) => due);
    const wanted = drive.state === 'known' && drive.policy === 'ask' && drive.runs.length === 0 && plans.length > 0;
    return wanted ? [{ ...prompt, drive, plans }] : [];
  }

  #id(kind: string): string {
    return `${kind}-${this.#next++}`;
  }
}

/** A drive where it is: mounted anew elsewhere, it is plugged in anew. An adopted one changes its key; it stays where it is. */
const visit = ({ device, path }: Drive): string => `${device ?? ''} ${path ?? ''}`;
