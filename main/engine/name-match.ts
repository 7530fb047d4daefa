/** Which names fit a text somebody typed into a search field. */
import { compileGlobs } from '../base/glob.ts';
import { isWide, toByteString } from '../base/utf8.ts';
import { joinRaw } from '../entry/name.ts';
import type { RawName, RawPath } from '../entry/entry.ts';

/** @param folder raw path of the directory the name is in. */
export type NameMatch = (folder: RawPath, name: RawName) => boolean;

/**
 * With `*`, `?` or `[…]` a pattern for the whole name; without, a part of it. With a slash the path counts in place of the name. Upper and
 * lower case, and the two ways to write an accent, are the same.
 * @throws Fault `invalid` for a malformed pattern.
 */
export function nameMatch(text: string): NameMatch {
  const wanted = text.normalize('NFC');
  if (/[*?[]/.test(wanted)) {
    const globs = compileGlobs([wanted], { ignoreCase: true });
    return (folder, name) => globs.matchesNext(composed(joinRaw(folder, name)), composed(name));
  }
  const part = wanted.toLowerCase();
  if (part.includes('/')) return (folder, name) => folded(joinRaw(folder, name)).includes(part);
  return (_, name) => folded(name).includes(part);
}

const folded = (raw: RawPath): string => (isWide(raw) ? Buffer.from(raw, 'latin1').toString('utf8').normalize('NFC') : raw).toLowerCase();

/** Accents as single characters; bytes that are not UTF-8 stay as they are. */
function composed(raw: RawPath): RawPath {
  if (!isWide(raw)) return raw;
  const text = Buffer.from(raw, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? raw : toByteString(text.normalize('NFC'));
}
