/** Writes a command so that a POSIX shell reads exactly these words. */

const PLAIN = /^[\w@%+=:,./~-]+$/;

export const shellWord = (word: string): string => (PLAIN.test(word) && !word.startsWith('~') ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`);

/** @param words without the program's name; empty ones and those that are false are left out. */
export const commandLine = (...words: readonly (string | false | null | undefined)[]): string =>
  ['holdfast', ...words.filter((word): word is string => typeof word === 'string' && word !== '').map(shellWord)].join(' ');
