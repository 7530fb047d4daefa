/** Parses a source file; a file that does not parse cannot be checked, so that is an error of its own. */
import { parseSync, Visitor, type ESTree, type VisitorObject } from 'vite';
import type { SourceFile } from './source-file.ts';

export type { ESTree };

export interface Syntax {
  visit(visitor: VisitorObject): void;
  readonly comments: readonly string[];
}

export function syntaxOf({ path, text }: SourceFile): Syntax {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  return {
    visit: (visitor) => new Visitor(visitor).visit(program),
    comments: comments.map((comment) => comment.value),
  };
}

/** `object.property`, by plain names. */
export const isMember = (node: ESTree.Node, object: string, property: string): boolean =>
  node.type === 'MemberExpression' &&
  node.object.type === 'Identifier' &&
  node.object.name === object &&
  (node.computed ? node.property.type === 'Literal' && node.property.value === property : node.property.name === property);
