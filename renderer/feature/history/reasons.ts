/** Why a version stays, in the person's words: the engine says it in restic's. */

export interface ReasonWords {
  last: string;
  lastGood: string;
  each: Record<'hourly' | 'daily' | 'weekly' | 'monthly' | 'yearly', string>;
  oldest: string;
  within: (span: string) => string;
  tagged: (tags: string) => string;
}

const EACH = /^(oldest )?(hourly|daily|weekly|monthly|yearly) (?:snapshot|within (.+))$/;

/** `daily snapshot`, `oldest weekly snapshot`, `daily within 14d`, `within 5d`, `last snapshot`, `has tags [a, b]`; what is new to us is said as it came. */
export function reasonInWords(reason: string, words: ReasonWords): string {
  if (reason === 'last snapshot') return words.last;
  if (reason === 'last good snapshot') return words.lastGood;
  const [, oldest, each, span] = EACH.exec(reason) ?? [];
  if (each !== undefined) {
    const word = oldest === undefined ? words.each[each as keyof ReasonWords['each']] : words.oldest;
    return span === undefined ? word : `${word} (${words.within(span)})`;
  }
  if (reason.startsWith('within ')) return words.within(reason.slice('within '.length));
  const tags = /^has tags \[(.*)\]$/.exec(reason)?.[1];
  return tags === undefined ? reason : words.tagged(tags);
}
