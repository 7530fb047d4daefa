/** Passwords made of words: easier to write down and to type than letters. The words are BIP-39's English list. */
import { randomInt } from 'node:crypto';

const WORDS = 6;

export interface Phrase {
  phrase: string;
  /** How many bits of chance are in it. */
  bits: number;
}

/** Six words of 2,048 each, joined by `-`. The list is loaded only here: most commands never need it. */
export async function suggestPhrase(): Promise<Phrase> {
  const { wordlist } = await import('@scure/bip39/wordlists/english.js');
  const words = Array.from({ length: WORDS }, () => wordlist[randomInt(wordlist.length)]!);
  return { phrase: words.join('-'), bits: WORDS * Math.log2(wordlist.length) };
}
