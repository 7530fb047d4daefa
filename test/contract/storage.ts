/** The conformance suite of Storage: every driver, wrapper and fake runs it. Two connections to one place, since one alone can lie to itself. */
import { afterEach, beforeEach, describe } from 'vitest';
import type { Storage } from '../../main/storage/storage.ts';
import { keepsContent } from './storage/content.ts';
import { growsObjects } from './storage/growing.ts';
import { keepsNames } from './storage/listing.ts';
import { call, keysOf, pattern, type Place } from './storage/place.ts';
import { stopsCleanly } from './storage/stopping.ts';

export { keysOf, pattern };

export interface StoragePair {
  /** Not created yet. */
  a: Storage;
  b: Storage;
  /** Puts something there that is not ours, by other means. Absent where nobody else can. */
  plant?: (name: string) => Promise<void>;
  /** Everything that is really there, rubbish of writers included, as names. Absent where nothing but keys can be. */
  inside?: () => Promise<string[]>;
  dispose(): Promise<void>;
}

export type OpenPair = () => Promise<StoragePair>;

/** @param grows whether its objects can be written while they come into being. */
export function storageContract(name: string, openPair: OpenPair, { grows = false }: { grows?: boolean } = {}): void {
  describe(`${name} keeps the promises of Storage:`, () => {
    let pair: StoragePair;
    const place: Place = {
      get a() {
        return pair.a;
      },
      get b() {
        return pair.b;
      },
      get plant() {
        return pair.plant;
      },
      get inside() {
        return pair.inside;
      },
    };

    beforeEach(async () => {
      pair = await openPair();
      await pair.a.create(call);
    });

    afterEach(async () => {
      await Promise.all([pair.a.close(), pair.b.close()]);
      await pair.dispose();
    });

    keepsContent(place);
    keepsNames(place);
    if (grows) growsObjects(place);
    stopsCleanly(place);
  });
}
