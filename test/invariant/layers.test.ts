/** The checker of the import table, on made-up houses: what must be found is found, what is allowed passes. */
import { describe, expect, it } from 'vitest';
import { breaches, type Design } from './layers.ts';

const HOUSE: Design = {
  rooms: [
    { at: 'contract', node: false },
    { at: 'bridge.ts', closed: true },
    { at: 'base' },
    { at: 'source' },
    { at: 'store' },
    { at: 'engine' },
    { at: 'page', only: ['contract'], node: false },
    { at: 'test', only: ['*'] },
  ],
  apart: [['source', 'store']],
  drivers: ['store'],
  shared: ['store/lock'],
  packages: { zod: ['contract'], electron: ['bridge.ts'], vitest: ['test'], '@vendor/sdk': ['store/s3'] },
  computed: ['engine/plugins.ts'],
};

const check = (path: string, text: string) => breaches([{ path, text }], HOUSE);

describe('the import table', () => {
  it.each([
    ['base/a.ts', `import { x } from './b.ts'; import { y } from '../contract/run.ts';`],
    ['engine/a.ts', `import { x } from '../source/folder/walk.ts'; export * from '../store/vault/vault.ts';`],
    ['store/s3/a.ts', `import '../lock/lock.ts';`],
    ['store/open.ts', `const { Vault } = await import('./vault/vault.ts');`],
    ['store/s3/s3.ts', `import { Client } from '@vendor/sdk/client';`],
    ['engine/plugins.ts', `await import(name);`],
    ['engine/a.test.ts', `import { it } from 'vitest'; import { Fake } from '../test/fake/store.ts';`],
    ['engine/a.ts', `const icon = new URL('../../assets/icon.png', import.meta.url);`],
    ['test/flow/a.test.ts', `import { x } from '../../engine/a.ts'; import { y } from '../../bridge.ts';`],
  ])('lets %s have %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  it.each([
    ['a static import', `import { x } from '../engine/a.ts';`],
    ['a type import', `import type { X } from '../engine/a.ts';`],
    ['a re-export', `export { x } from '../engine/a.ts';`],
    ['a re-export of everything', `export * from '../engine/a.ts';`],
    ['a dynamic import', `const load = () => import('../engine/a.ts');`],
    ['a dynamic import by template', 'const load = () => import(`../engine/a.ts`);'],
    ['a type by import', `let x: import('../engine/a.ts').X;`],
    ['a require', `const x = require('../engine/a.ts');`],
    ['a require made on the spot', `const x = createRequire(import.meta.url)('../engine/a.ts');`],
    ['a resolve', `const x = import.meta.resolve('../engine/a.ts');`],
    ['a worker named by URL', `new Worker(new URL('../engine/a.ts', import.meta.url));`],
  ])('finds %s that goes down', (_, text) => {
    expect(check('base/low.ts', text)).toEqual(['base/low.ts imports engine/a.ts: engine is not above base']);
  });

  it.each([
    ['store/a.ts', `import '../source/b.ts';`, 'store and source never meet'],
    ['store/a.test.ts', `import '../source/b.ts';`, 'store and source never meet'],
    ['store/s3/a.ts', `import '../vault/b.ts';`, 'store/s3 and store/vault are separate drivers'],
    ['store/lock/a.ts', `import '../vault/b.ts';`, 'store/lock is what drivers share: it knows none'],
    ['engine/a.ts', `import '../bridge.ts';`, 'nobody imports bridge.ts'],
    ['engine/a.ts', `import '../attic/b.ts';`, 'it is in no room of the table'],
    ['engine/a.ts', `import '../test/fake/b.ts';`, 'test is not above engine'],
    ['page/a.tsx', `import '../base/b.ts'; const face = <b>hello</b>;`, 'page may not import base'],
    ['page/a.ts', `import { join } from 'node:path';`, 'page runs without Node'],
    ['contract/a.ts', `import 'node:fs';`, 'contract runs without Node'],
    ['engine/a.ts', `import { app } from 'electron';`, 'the package stays in bridge.ts'],
    ['engine/a.ts', `import { Client } from '@vendor/sdk/client';`, 'the package stays in store/s3'],
    ['store/vault/a.ts', `import { Client } from '@vendor/sdk';`, 'the package stays in store/s3'],
    ['engine/a.ts', `import 'fs';`, 'the package is not in the table'],
    ['engine/a.ts', `await import(name);`, 'a computed import cannot be checked'],
  ])('finds in %s: %s', (path, text, reason) => {
    expect(check(path, text)).toEqual([expect.stringMatching(`: ${reason}$`)]);
  });

  it('finds a folder that is in no room', () => {
    expect(check('attic/a.ts', '')).toEqual(['attic/a.ts is in no room of the table']);
  });

  it('refuses to judge what it cannot parse', () => {
    expect(() => check('base/a.ts', 'import {')).toThrow('base/a.ts does not parse');
  });
});
