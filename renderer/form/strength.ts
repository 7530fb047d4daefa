/** How hard a password is to guess, estimated as an attacker would. The dictionaries are large and loaded when the first own password is typed. */

export interface Strength {
  /** 0 and 1: guessed at once or soon; 2: weak; 3: good; 4: strong. */
  score: 0 | 1 | 2 | 3 | 4;
  /** Key of what makes it weak; the catalogue has the words. */
  warning: string | null;
}

type Estimate = (password: string, known: string[]) => Strength;

/** Longer ones are strong for their length, and slow to look at. */
const LONGEST = 128;
/** At this score and below it protects nothing. */
export const TOO_WEAK = 1;

let loading: Promise<Estimate> | null = null;

async function load(): Promise<Estimate> {
  const [core, common, english] = await Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-en')]);
  // Without translations the keys of warnings come back: the words are ours.
  const estimator = new core.ZxcvbnFactory({ dictionary: { ...common.dictionary, ...english.dictionary }, graphs: common.adjacencyGraphs });
  return (password, known) => {
    const { score, feedback } = estimator.check(password.slice(0, LONGEST), known);
    return { score, warning: feedback.warning };
  };
}

/** @param known words that are easy to guess for somebody who knows the person: names of folders, of the machine. */
export async function strengthOf(password: string, known: readonly string[] = []): Promise<Strength> {
  loading ??= load();
  try {
    return (await loading)(password, [...known]);
  } catch (error) {
    loading = null; // the next key tries again
    throw error;
  }
}
