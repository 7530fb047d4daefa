/** The rules, on made-up sources: what must be found is found, what only looks like it passes. */
import { describe, expect, it } from 'vitest';
import { callsInto } from './references.ts';
import { clockReads, contractImports, environmentReads, isLong, isUnexplained, poorNames, typeEscapes } from './rules.ts';

const file = (text: string, path = 'main/run/a.ts') => ({ path, text });

describe('the rules', () => {
  it.each(['Date.now()', 'Date["now"]()', 'const now = Date.now', 'new Date()', 'Date()', 'performance.now()', 'process.hrtime.bigint()'])(
    'find a look at the clock: %s',
    (text) => expect(clockReads(file(text))).toHaveLength(1),
  );

  it.each(['new Date(0)', 'Date.parse("2026")', 'clock.now()', '// Date.now()', '"new Date()"'])('pass a time that was given: %s', (text) =>
    expect(clockReads(file(text))).toEqual([]),
  );

  it.each([
    'process.env.HOME',
    'const { env } = process',
    'const { env: all } = process',
    'import { env } from "node:process"',
    'import { env as e } from "process"',
  ])('find a look at the environment: %s', (text) => expect(environmentReads(file(text))).toHaveLength(1));

  it.each(['env.home()', 'process.exitCode = 1', 'import { argv } from "node:process"'])('pass what is no environment: %s', (text) =>
    expect(environmentReads(file(text))).toEqual([]),
  );

  it.each(["import { Run } from '../preload/contract/run.ts'", "import { type Run } from '../preload/contract/run.ts'", "export * from '../preload/contract/run.ts'", "await import('../preload/contract/run.ts')"])(
    'find the contract in what is loaded: %s',
    (text) => expect(contractImports(file(text))).toHaveLength(1),
  );

  it.each(["import type { Run } from '../preload/contract/run.ts'", "import { run } from './run.ts'", "type Run = import('../preload/contract/run.ts').Run"])('pass the types of the contract, and what is none of it: %s', (text) =>
    expect(contractImports(file(text))).toEqual([]),
  );

  it.each(['let a: any', 'const b = c as any', '// @ts-ignore', '/* @ts-nocheck */'])('find a way round the types: %s', (text) =>
    expect(typeEscapes(file(text))).toHaveLength(1),
  );

  it('pass types that say something', () => {
    expect(typeEscapes(file('let any: unknown; // any'))).toEqual([]);
  });

  it.each(['main/utils/a.ts', 'main/run/helpers.ts', 'main/common.ts', 'main/run/runList.ts', 'main/Run/list.ts', 'main/run/util.test.ts'])(
    'find a poor name: %s',
    (path) => expect(poorNames(file('', path))).toHaveLength(1),
  );

  it.each(['main/run/run-list.ts', 'main/run/run-list.test.ts', 'main/store/s3/s3.ts'])('pass a good name: %s', (path) =>
    expect(poorNames(file('', path))).toEqual([]),
  );

  it('tell 300 lines from 301', () => {
    expect([isLong(file('a;\n'.repeat(300))), isLong(file('a;\n'.repeat(301)))]).toEqual([false, true]);
  });

  it('tell a file that explains itself from one that does not', () => {
    expect([
      isUnexplained(file('/** Runs. */\n')),
      isUnexplained(file('#!/usr/bin/env node\n/** Runs. */')),
      isUnexplained(file('import "a";')),
    ]).toEqual([false, false, true]);
  });

  it('tell a suite that is called from one that is only imported', () => {
    const imported = `import { suite } from '../../test/contract/store.ts';`;
    const path = 'main/store/vault.test.ts';
    expect(callsInto(file(`${imported} suite('x');`, path), 'test/contract/store.ts')).toBe(true);
    expect(callsInto(file(imported, path), 'test/contract/store.ts')).toBe(false);
    expect(callsInto(file(`suite('x');`, path), 'test/contract/store.ts')).toBe(false);
  });
});
