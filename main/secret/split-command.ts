/** Command lines in variables, cut into words the way restic cuts them, so that a restic user's setting means the same here. */
import { Fault } from '../base/fault.ts';

/**
 * Quotes, single or double, group characters and always end a word; a backslash takes the meaning from a quote that follows and
 * otherwise ends a word like white space (inside quotes it stays). Nothing is expanded, and no shell is started.
 * @throws Fault `invalid` for no words at all or an open quote.
 */
export function splitCommand(line: string): [string, ...string[]] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let previous = '';
  const endWord = () => {
    if (word !== '') words.push(word);
    word = '';
  };
  for (const character of line) {
    const isQuote = previous !== '\\' && (quote === '' ? character === '"' || character === "'" : character === quote);
    if (isQuote) {
      quote = quote === '' ? character : '';
      endWord();
      continue;
    }
    previous = character;
    if (quote === '' && (character === '\\' || /\p{White_Space}/u.test(character))) endWord();
    else word += character;
  }
  endWord();
  if (quote !== '') throw unusable(`the quote ${quote} is not closed`);
  const [program, ...rest] = words;
  if (program === undefined) throw unusable('it is empty');
  return [program, ...rest];
}

/** The line itself is not repeated: it may hold a secret. */
const unusable = (reason: string): Fault => new Fault('invalid', `The password command cannot be used: ${reason}.`, {
  advice: 'Write it like: my-program --option "one argument".',
});
