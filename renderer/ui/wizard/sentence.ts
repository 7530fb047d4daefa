/** A sentence that is being written: a template with named places, cut into plain and linked parts. */
export type SentencePart<S extends string> = { text: string } | { step: S; text: string };

/** `{what}` and the like are replaced; a name without a part stays empty. */
export function fillIn<S extends string>(template: string, parts: Readonly<Record<string, { step: S; text: string }>>): SentencePart<S>[] {
  return template.split(/(\{[a-z]+\})/).filter((piece) => piece !== '').map((piece) => {
    const name = /^\{([a-z]+)\}$/.exec(piece)?.[1];
    return name === undefined ? { text: piece } : (parts[name] ?? { text: '' });
  });
}
