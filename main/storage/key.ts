/** What a key may look like. One rule for every driver, so that what one storage holds any other can hold too. */
import { Fault } from '../base/fault.ts';
import type { Key } from './storage.ts';

/** Longest part, in characters: leaves room for the suffix of a side file within the 255 bytes file systems allow. */
const LONGEST_PART = 200;

/** A dot stands alone and never last: `.`, `..`, `a..b` and `a.` (which Windows would shorten to `a`) are no parts. */
const PART = /^\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** Ending of files that are still being written. No key may end so. */
export const SIDE_ENDING = '.part';

/** Whether a name may be one part of a key. */
export const isKeyPart = (name: string): boolean => name.length <= LONGEST_PART && PART.test(name) && !name.endsWith(SIDE_ENDING);

export const isKey = (text: string): boolean => text.split('/').every(isKeyPart);

/** The name of an object without the folders before it. */
export const lastPart = (key: Key): string => key.slice(key.lastIndexOf('/') + 1);

/** Refuses what is no key with a Fault `invalid`. */
export function assertKey(key: Key): void {
  if (!isKey(key)) throw invalid(key, 'is no name a storage can keep');
}

/**
 * A prefix in its one form: `''` for everything, otherwise ending in `/`. A prefix is a folder of keys: `index` and `index/`
 * mean the same, and neither covers `index-old/x`. A Fault `invalid` refuses what no key could begin with.
 */
export function asPrefix(prefix: string): string {
  const bare = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  if (prefix !== '' && !isKey(bare)) throw invalid(prefix, 'is no prefix of names a storage can keep');
  return prefix === '' ? '' : `${bare}/`;
}

function invalid(key: string, reason: string): Fault {
  return new Fault('invalid', `"${key}" ${reason}.`, {
    context: { key },
    advice: `Names are parts of lower-case letters, digits, ".", "-" and "_" joined by "/", and do not end in "${SIDE_ENDING}".`,
  });
}
