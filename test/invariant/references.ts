/** Everything a source file points at: imports of every kind, re-exports, types by import, and files named for workers. */
import type { SourceFile } from './source-file.ts';
import { syntaxOf, type ESTree } from './syntax.ts';

/** What stands where a specifier is computed: nobody can check those. */
export const COMPUTED = '(computed)';

export function referencesOf(file: SourceFile): string[] {
  const found: string[] = [];
  const add = (node: ESTree.Node | null | undefined) => {
    if (node != null) found.push(literal(node) ?? COMPUTED);
  };
  syntaxOf(file).visit({
    ImportDeclaration: (node) => add(node.source),
    ExportNamedDeclaration: (node) => add(node.source),
    ExportAllDeclaration: (node) => add(node.source),
    ImportExpression: (node) => add(node.source),
    TSImportType: (node) => add(node.source),
    TSExternalModuleReference: (node) => add(node.expression),
    CallExpression: (node) => {
      if (isRequire(node.callee)) add(node.arguments[0]);
    },
    NewExpression: (node) => {
      const target = fileBesideThis(node);
      if (target !== null) found.push(target);
    },
  });
  return found;
}

/** `require`, `createRequire(…)` and `import.meta.resolve`. */
function isRequire(callee: ESTree.Node): boolean {
  if (callee.type === 'CallExpression') return callee.callee.type === 'Identifier' && callee.callee.name === 'createRequire';
  if (callee.type === 'MemberExpression') return callee.object.type === 'MetaProperty';
  return callee.type === 'Identifier' && callee.name === 'require';
}

/** `new URL('./x.ts', import.meta.url)` where it names code; other files are data. */
function fileBesideThis({ callee, arguments: [path, base] }: ESTree.NewExpression): string | null {
  if (callee.type !== 'Identifier' || callee.name !== 'URL' || path === undefined || base === undefined) return null;
  if (base.type !== 'MemberExpression' || base.object.type !== 'MetaProperty') return null;
  const target = literal(path);
  return target !== null && /\.(ts|tsx|js|mjs)$/.test(target) ? target : null;
}

function literal(node: ESTree.Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

/** Whether the file calls something it imported from this path (from the root). */
export function callsInto(file: SourceFile, target: string): boolean {
  const names = new Set<string>();
  let called = false;
  const syntax = syntaxOf(file);
  syntax.visit({
    ImportDeclaration: (node) => {
      if (resolveFrom(file.path, node.source.value) === target) for (const { local } of node.specifiers) names.add(local.name);
    },
  });
  syntax.visit({
    CallExpression: ({ callee }) => {
      if (callee.type === 'Identifier' && names.has(callee.name)) called = true;
    },
  });
  return called;
}

/** A relative specifier as a path from the root; null for a package. */
export function resolveFrom(path: string, specifier: string): string | null {
  if (!/^\.\.?(\/|$)/.test(specifier)) return null;
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}
