/** The documents keep up with the program: links lead somewhere, every command is explained, the exit codes are the real ones. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { COMMAND_GROUPS } from '../main/cli/command-table.ts';
import { EXIT_MEANING } from '../main/cli/exit-code.ts';
import { readProjectFile } from './invariant/source-file.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const GUIDE = readProjectFile('docs/guide.md');
const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Without what is shown as code: a `](` in there is no link, a `#` no heading. */
const prose = (text: string): string =>
  text.replaceAll(/^ *```[^]*?^ *```$/gm, '').replaceAll(/`[^`\n]*`/g, (code) => code.slice(1, -1).replaceAll(/[[\]()]/g, ''));

/** Headings as the parts of an address that lead to them, the way code hosts make them. */
const anchors = (text: string): string[] =>
  Array.from(prose(text).matchAll(/^#+ (.+)$/gm), ([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

function brokenLinks(page: string): string[] {
  const links = Array.from(prose(readProjectFile(page)).matchAll(/\]\(([^)\s]+)\)/g), ([, target = '']) => target);
  return links
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), path));
      return !existsSync(join(root, file)) || (anchor !== undefined && !anchors(readProjectFile(file)).includes(anchor));
    });
}

/** `backup`, `key add` …: everything that can be called. */
const commands = COMMAND_GROUPS.flatMap((group) => group.commands).flatMap(({ name, children }) =>
  children === undefined ? [name] : children.map((child) => `${name} ${child.name}`),
);

describe('the documents', () => {
  it.each(pages)('%s has only links that lead somewhere', (page) => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it.each(commands)('docs/guide.md shows "holdfast %s"', (command) => {
    expect(new RegExp(`\\bholdfast ${command}\\b`).test(GUIDE)).toBe(true);
  });

  it('docs/guide.md has the exit codes of the program', () => {
    const section = GUIDE.split(/^### Exit codes$/m)[1]?.split(/^#/m)[0] ?? '';
    const rows = Array.from(section.matchAll(/^\| (\d+) \| (.+) \|$/gm), ([, code = '', meaning = '']) => [code, meaning]);
    expect(rows).toEqual(Object.entries(EXIT_MEANING));
  });
});
