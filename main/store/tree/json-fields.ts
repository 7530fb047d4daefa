/** The members a JSON object may have, found by their name's bytes: no string is made for a name that is known. */
import type { RawName } from '../../entry/entry.ts';
import { OBJECT, OBJECT_END, type JsonScanner } from './json-scan.ts';

interface Field<T> {
  name: Uint8Array;
  value: T;
}

export class JsonFields<T> {
  /** By length and first byte, which must tell the names apart. */
  readonly #places: (Field<T> | undefined)[] = [];
  readonly #byName: ReadonlyMap<string, T>;

  constructor(fields: Readonly<Record<string, T>>) {
    this.#byName = new Map(Object.entries(fields));
    for (const [name, value] of this.#byName) {
      const place = placeOf(name.length, name.charCodeAt(0));
      if (this.#places[place] !== undefined) throw new Error(`Field ${name} has the place of another.`);
      this.#places[place] = { name: Buffer.from(name, 'latin1'), value };
    }
    for (let place = 0; place < this.#places.length; place++) this.#places[place] ??= undefined; // no holes: they are slow to look into
  }

  /** For the key read last; undefined when it is none of these. */
  find(scan: JsonScanner): T | undefined {
    if (scan.escaped) return this.#byName.get(scan.contents());
    const { bytes, start, end } = scan;
    const field = this.#places[placeOf(end - start, bytes[start]!)];
    if (field === undefined) return undefined;
    for (let at = 1; at < field.name.length; at++) if (bytes[start + at] !== field.name[at]) return undefined;
    return field.name.length === end - start && field.name[0] === bytes[start] ? field.value : undefined;
  }
}

const placeOf = (length: number, first: number): number => length * 32 + (first & 31);

export type ReadField<T> = (target: T, scan: JsonScanner) => void;

/**
 * Reads an object member by member into `target`. Members that are null are as if they were not there.
 * @param unknown told of every other member: its name and its JSON. Left out: they are passed over.
 */
export function readObject<T>(scan: JsonScanner, fields: JsonFields<ReadField<T>>, target: T, unknown?: (target: T, name: RawName, json: string) => void): void {
  scan.expect(OBJECT);
  for (let first = true; scan.more(first, OBJECT_END); first = false) {
    scan.key();
    const read = fields.find(scan);
    if (read !== undefined) {
      if (!scan.isNull()) read(target, scan);
      continue;
    }
    const name = unknown === undefined ? '' : scan.contents();
    scan.peek();
    const start = scan.at;
    scan.skip();
    unknown?.(target, name, scan.bytes.toString('latin1', start, scan.at));
  }
}
