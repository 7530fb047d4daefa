/** Rules every source file keeps, each as a function from a file to what breaks it. */
import type { SourceFile } from './source-file.ts';
import { isMember, syntaxOf, type ESTree } from './syntax.ts';

const MAX_LINES = 300;

/** Reading the time: a clock that is handed in can be tested, one that is reached for cannot. */
export function clockReads(file: SourceFile): string[] {
  const found: string[] = [];
  syntaxOf(file).visit({
    MemberExpression: (node) => {
      if (isMember(node, 'Date', 'now')) found.push('Date.now');
      if (isMember(node, 'performance', 'now')) found.push('performance.now');
      if (isMember(node, 'process', 'hrtime')) found.push('process.hrtime');
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (isNamed(callee, 'Date') && given.length === 0) found.push('new Date()');
    },
    CallExpression: ({ callee }) => {
      if (isNamed(callee, 'Date')) found.push('Date()');
    },
  });
  return at(file, found);
}

/** Reading the environment, by whatever name. */
export function environmentReads(file: SourceFile): string[] {
  const found: string[] = [];
  syntaxOf(file).visit({
    MemberExpression: (node) => {
      if (isMember(node, 'process', 'env')) found.push('process.env');
    },
    VariableDeclarator: ({ id, init }) => {
      if (init !== null && isNamed(init, 'process') && id.type === 'ObjectPattern' && id.properties.some(namesEnv)) found.push('process.env');
    },
    ImportDeclaration: ({ source, specifiers }) => {
      if (/^(node:)?process$/.test(source.value) && specifiers.some(importsEnv)) found.push('process.env');
    },
  });
  return at(file, found);
}

/** Ways round the type checker. */
export function typeEscapes(file: SourceFile): string[] {
  const found: string[] = [];
  const syntax = syntaxOf(file);
  syntax.visit({ TSAnyKeyword: () => void found.push('any') });
  for (const comment of syntax.comments) if (/@ts-(ignore|nocheck)/.test(comment)) found.push(comment.trim());
  return at(file, found);
}

/** Imports that would bring the contract's schemas along, where only its types are wanted. */
export function contractImports(file: SourceFile): string[] {
  const found: string[] = [];
  const add = (node: { source: ESTree.Node | null }, isType: boolean): void => {
    if (!isType && node.source?.type === 'Literal' && String(node.source.value).includes('/preload/contract/')) found.push(String(node.source.value));
  };
  syntaxOf(file).visit({
    ImportDeclaration: (node) => add(node, node.importKind === 'type'),
    ExportNamedDeclaration: (node) => add(node, node.exportKind === 'type'),
    ExportAllDeclaration: (node) => add(node, node.exportKind === 'type'),
    ImportExpression: (node) => add(node, false),
  });
  return at(file, found);
}

/** Names that say nothing of the domain, and names that are not kebab-case. */
export function poorNames({ path }: SourceFile): string[] {
  const parts = path.split('/').map((part) => part.replace(/(\.test|\.d)?\.[a-z]+$/, ''));
  const poor = parts.filter((part) => /^(utils?|helpers?|common|misc|shared)$/.test(part) || !/^[a-z0-9]+(-[a-z0-9]+)*(\.config)?$/.test(part));
  return poor.map((part) => `${path}: "${part}"`);
}

export const isLong = ({ text }: SourceFile): boolean => text.trimEnd().split('\n').length > MAX_LINES;

/** The first line says what the file is for. */
export const isUnexplained = ({ text }: SourceFile): boolean => !/^(#![^\n]*\n)?\/\*\*/.test(text);

const at = ({ path }: SourceFile, found: readonly string[]): string[] => found.map((what) => `${path}: ${what}`);

const isNamed = (node: ESTree.Node, name: string): boolean => node.type === 'Identifier' && node.name === name;

const namesEnv = (property: ESTree.Node): boolean => property.type === 'Property' && isNamed(property.key, 'env');

const importsEnv = (specifier: ESTree.Node): boolean => specifier.type === 'ImportSpecifier' && isNamed(specifier.imported, 'env');
