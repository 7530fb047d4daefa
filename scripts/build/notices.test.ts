/** The open-source notices, made from what is installed here. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { notices } from './notices.mjs';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

describe('notices', () => {
  it('name what runs here and what is part of the window, each once, with its license', () => {
    const found = notices([join(modules, 'react/index.js'), join(modules, 'react/cjs/react.production.js'), `\0${join(modules, '@mantine/core/esm/index.mjs')}?commonjs`, '/our/own/file.tsx', '\0virtual']);
    const names = found.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['@mantine/core', 'commander', 'pino', 'react', 'ws', 'zod']));
    const kinds = found.map(({ name, version }) => `${name} ${version}`); // two versions of one may be in use
    expect(kinds).toEqual([...new Set(kinds)]);
    expect(names).toEqual(names.toSorted());
    expect(names).not.toContain('vitest');
    expect(found.find(({ name }) => name === 'react')).toMatchObject({ license: 'MIT', version: expect.stringMatching(/^\d+\./), text: expect.stringContaining('Permission is hereby granted') });
    expect(found.filter(({ license }) => license === '')).toEqual([]);
  });
});
