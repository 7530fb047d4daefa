/** Identities, very many of them: kept as bytes, which take less than half of what their text does, and keep nothing alive that they were read from. */
export class IdSet {
  readonly #packed = new Set<string>();

  /** @param id hex. */
  add(id: string): void {
    this.#packed.add(packed(id));
  }

  has(id: string): boolean {
    return this.#packed.has(packed(id));
  }
}

const packed = (id: string): string => Buffer.from(id, 'hex').toString('latin1');
