/** Phrases people can write down. */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { expect, it } from 'vitest';
import { suggestPhrase } from './phrase.ts';

it('is six words of the list, with the chance that is in them', async () => {
  const { phrase, bits } = await suggestPhrase();
  expect(bits).toBe(66);
  const words = phrase.split('-');
  expect(words.length).toBe(6);
  for (const word of words) expect(wordlist).toContain(word);
});

it('takes from the whole list, and is another one each time', async () => {
  const phrases = await Promise.all(Array.from({ length: 2000 }, () => suggestPhrase()));
  expect(new Set(phrases.map(({ phrase }) => phrase)).size).toBe(2000);
  // 12,000 draws leave out about 6 of 2,048 words; half as many words would be far off.
  expect(new Set(phrases.flatMap(({ phrase }) => phrase.split('-'))).size).toBeGreaterThan(1990);
});
