/** The plan as a sentence that is being written: a template with named places, cut into plain and linked parts. */
import type { Step } from './wizard-state.ts';

export type SentencePart = { text: string } | { step: Step; text: string };

/** `{what}` and the like are replaced; a name without a part stays empty. */
export function fillIn(template: string, parts: Readonly<Record<string, { step: Step; text: string }>>): SentencePart[] {
  return template.split(/(\{[a-z]+\})/).filter((piece) => piece !== '').map((piece) => {
    const name = /^\{([a-z]+)\}$/.exec(piece)?.[1];
    return name === undefined ? { text: piece } : (parts[name] ?? { text: '' });
  });
}
