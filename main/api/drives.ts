/** The drives of this machine for everybody who looks: one watch however many look, what is to be asked, and what follows from the answers. */
import { statSync } from 'node:fs';
import type { Drive, DriveAnswer, DriveNews, DrivePlan, DrivePrompt } from '../../preload/contract/drive.ts';
import { Fault, isFault, toFault } from '../base/fault.ts';
import { Prompts } from '../drive/prompts.ts';
import { recognise, type Recognised } from '../drive/recognise.ts';
import { Bell } from '../run/bell.ts';
import { adopt, ignore, noteSeen, setPolicy, type Adoption } from './drive-changes.ts';
import { findDrive } from './drive-find.ts';
import { showDrive } from './drive-view.ts';
import type { Services } from './implementer.ts';
import { startPlan } from './plan-run.ts';
import { startTransfer } from './plan-transfer.ts';
import { requirePlan } from './require-plan.ts';

export class Drives {
  readonly #services: () => Services;
  readonly #prompts = new Prompts();
  readonly #bell = new Bell();
  readonly #ears = new Set<(prompt: DrivePrompt) => void>();
  #watchers = 0;
  #looking: AbortController | null = null;
  #news: DriveNews | null = null;
  /** One look after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  #recognised: Recognised[] = [];

  /** @param services known when the first procedure is called. */
  constructor(services: () => Services) {
    this.#services = services;
  }

  /** As things stand now. @throws Fault `invalid` or `newer` for settings that cannot be read. */
  look(): Promise<DriveNews> {
    const looking = this.#turn.then(() => this.#look());
    this.#turn = looking.catch(() => undefined); // whoever asked is told; the next look is not held up
    return looking;
  }

  /** Watching goes on until the returned function is called: for hosts that stay, whether anybody looks or not. */
  keepWatching(): () => void {
    if (this.#watchers++ === 0) this.#prompts.restart();
    this.#looking ??= this.#begin();
    let done = false;
    return () => {
      if (done) return;
      done = true;
      if (--this.#watchers > 0) return;
      this.#looking?.abort();
      this.#looking = null;
    };
  }

  /** For a host that speaks up when nobody looks: hears of every question once, until the returned function is called. */
  onPrompt(hear: (prompt: DrivePrompt) => void): () => void {
    this.#ears.add(hear);
    const stop = this.keepWatching();
    return () => {
      this.#ears.delete(hear);
      stop();
    };
  }

  async *watch(signal: AbortSignal | undefined): AsyncGenerator<DriveNews> {
    const stop = this.keepWatching();
    try {
      let told = '';
      await this.look();
      while (signal?.aborted !== true) {
        const changed = this.#bell.wait(signal);
        const text = JSON.stringify(this.#news);
        if (text !== told && this.#news !== null) yield this.#news;
        told = text;
        await changed;
      }
    } finally {
      stop();
    }
  }

  /** @throws Fault `missing` when it is not open (any more); `invalid` for an answer it does not have. */
  async answer(id: string, answer: DriveAnswer): Promise<{ runIds: string[]; drive: Drive }> {
    const prompt = this.#prompts.open.find((one) => one.prompt === id);
    if (prompt === undefined) throw new Fault('missing', 'This question is not open any more: it was answered already, or its drive has gone.', { context: { prompt: id }, advice: 'Plug the drive in again, or look at the list of drives.' });
    if (prompt.kind === 'safe' && (answer === 'always' || answer === 'never')) throw new Fault('invalid', `"${answer}" is no answer to whether the drive is to be ejected.`, { advice: 'The answers are now and not-now.' });
    const runIds = await this.#obey(prompt, answer);
    this.#prompts.take(id);
    const { drives } = await this.look();
    return { runIds, drive: drives.find(({ device, path }) => device === prompt.drive.device && path === prompt.drive.path) ?? prompt.drive };
  }

  async adopt(ref: string, wanted: Adoption): Promise<Drive> {
    const found = await this.find(ref);
    return this.changed(await adopt(found, wanted, this.#services().context, this.#recognised));
  }

  /** @throws Fault `missing`; `invalid` when several are meant. */
  async find(ref: string): Promise<Recognised> {
    await this.look();
    return findDrive(ref, this.#recognised);
  }

  /** What the last look found. */
  get recognised(): readonly Recognised[] {
    return this.#recognised;
  }

  /** After a change: the drive as it is now. @param key as in the contract. @throws Fault `offline`. */
  async changed(key: string): Promise<Drive> {
    const { drives } = await this.look();
    const drive = drives.find((one) => one.key === key);
    if (drive === undefined) throw new Fault('offline', 'The drive was pulled out just now.', { advice: 'Plug it in again.' });
    return drive;
  }

  /** Stops watching; runs go on. */
  close(): void {
    this.#looking?.abort();
  }

  async #obey({ kind, drive, ...prompt }: DrivePrompt, answer: DriveAnswer): Promise<string[]> {
    const { context } = this.#services();
    if (answer === 'not-now') return [];
    if (kind === 'safe') {
      const { here } = await this.find(drive.key);
      if (here !== null) await context.driveSystem.eject(here, drive.name);
      return [];
    }
    if (kind === 'use') {
      if (answer === 'never') await ignore(await this.find(drive.key), true, context);
      else await this.adopt(drive.key, { policy: answer === 'always' ? 'always' : 'ask', anew: false });
      return [];
    }
    if (answer !== 'now') await setPolicy(await this.find(drive.key), answer, context);
    return answer === 'never' || !('plans' in prompt) ? [] : this.#backUp(drive, prompt.plans);
  }

  /** Starts what is due; a plan that runs already, here or elsewhere, is being seen to. */
  #backUp(drive: Drive, plans: readonly DrivePlan[]): string[] {
    const services = this.#services();
    const started = plans.flatMap(({ plan }) => {
      try {
        return [startFor(plan, drive.destinations, services)];
      } catch (error) {
        if (isFault(error, 'busy')) return [];
        throw error;
      }
    });
    if (started.length > 0) void this.#tellWhenSafe(drive, [...plans], started).catch((error: unknown) => this.#trouble(error));
    return started;
  }

  /** Without being asked: what stands in the way is for the log, and the plan stays due. */
  #begun(drive: Drive): void {
    try {
      this.#backUp(drive, drive.plans.filter(({ due }) => due));
    } catch (error) {
      this.#trouble(error);
    }
  }

  async #tellWhenSafe(drive: Drive, plans: DrivePlan[], runIds: readonly string[]): Promise<void> {
    const { context } = this.#services();
    for (const id of runIds) {
      for await (const event of context.runner.watch(id, undefined)) if (event.type === 'ended' && event.outcome !== 'succeeded' && event.outcome !== 'warned') return;
    }
    if (drive.path !== null) await context.driveSystem.flush(drive.path);
    const { drives } = await this.look();
    const now = drives.find(({ id, path }) => id === drive.id && path !== null);
    if (now === undefined) return;
    this.#prompts.safe(now, plans);
    this.#publish(drives, this.#news?.note ?? null);
  }

  #begin(): AbortController {
    const stop = new AbortController();
    void this.#keepLooking(stop.signal).catch((error: unknown) => this.#trouble(error));
    return stop;
  }

  async #keepLooking(signal: AbortSignal): Promise<void> {
    const { context: { driveSystem } } = this.#services();
    for (let seen = ''; !signal.aborted;) {
      const now = this.#signature();
      if (now !== seen) await this.look().catch((error: unknown) => this.#trouble(error)); // the next change may be read again
      seen = now;
      await driveSystem.next(signal).catch(() => undefined); // the signal says so, and the loop asks it
    }
  }

  /** Whatever changes it makes a new look worth while: drives, what writes to them, the settings. */
  #signature(): string {
    const { context } = this.#services();
    const settings = statSync(context.settings.path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return [context.driveSystem.signature(), settings, ...context.runner.running.map(({ id }) => id)].join('\n');
  }

  async #look(): Promise<DriveNews> {
    const services = this.#services();
    const { context } = services;
    const { drives: connected, note } = await context.driveSystem.connected();
    const before = this.#recognised;
    const settings = context.settings.read();
    this.#recognised = recognise(connected, settings.drives, settings.ignoredDrives);
    await noteSeen(before, this.#recognised, context);
    const drives = this.#recognised.map((one) => showDrive(one, services));
    const wanted = this.#watchers > 0 ? this.#prompts.see(drives, (path) => this.#sessionAt(path)) : [];
    for (const drive of wanted) this.#begun(drive);
    return this.#publish(drives, note);
  }

  /** What the last look found. */
  #sessionAt(path: string): string {
    return this.#recognised.find(({ here }) => here?.paths[0] === path)?.here?.session ?? '';
  }

  #publish(drives: Drive[], note: string | null): DriveNews {
    const news = { drives, prompts: [...this.#prompts.open], note };
    const before = this.#news?.prompts ?? [];
    for (const prompt of news.prompts) if (!before.some((one) => one.prompt === prompt.prompt)) for (const hear of this.#ears) hear(prompt);
    this.#news = news;
    this.#bell.ring();
    return news;
  }

  #trouble(error: unknown): void {
    const { context } = this.#services();
    const { message } = toFault(error, 'The drives cannot be looked at');
    void context.log().then((log) => log.warn(message));
  }
}

/** What the plan brings to these destinations itself, with the transfers that are due; or, where it only transfers there, that alone. */
function startFor(id: string, names: readonly string[], services: Services): string {
  const { destinations } = requirePlan(services.context.settings.read(), id);
  if (!destinations.some((name) => names.includes(name))) return startTransfer(id, services, { only: names });
  return startPlan({ plan: id, dryRun: false, items: false, unattended: true, collectOnly: false }, services, names);
}
