/** Ids of plans: made from the name once, kept for good. */

/** Longest a slug gets: it leaves room for a number behind it. */
const LONGEST = 50;

/** Small letters, digits and hyphens; letters lose their accents, what has none of these is called `plan`. */
export function slug(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').replaceAll(/[^a-z0-9]+/g, '-');
  return plain.slice(0, LONGEST).replaceAll(/^-+|-+$/g, '') || 'plan';
}

/** The id itself, or with the first number behind it that makes it new. */
export function unusedId(id: string, used: readonly string[]): string {
  if (!used.includes(id)) return id;
  for (let number = 2; ; number++) if (!used.includes(`${id}-${number}`)) return `${id}-${number}`;
}
