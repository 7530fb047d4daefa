/** Leaving out what is being worked on now: whoever reads an item says so, and whoever watches may ask for it to be passed over. */
export class Skips {
  readonly #reading = new Map<string, () => void>();

  /** @param item as shown to people. @param skip called at most once, when somebody asks. */
  reading(item: string, skip: () => void): void {
    this.#reading.set(item, skip);
  }

  /** It is done, however it went. */
  done(item: string): void {
    if (this.#reading.size > 0) this.#reading.delete(item);
  }

  /** What has been read for the longest: what holds things up, if anything does. */
  get oldest(): string | null {
    return this.#reading.keys().next().value ?? null;
  }

  /** False when the item is not being read (any more). */
  ask(item: string): boolean {
    const skip = this.#reading.get(item);
    this.#reading.delete(item);
    skip?.();
    return skip !== undefined;
  }
}
