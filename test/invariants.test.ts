/** Rules of the design that a machine can hold: each list of exceptions is whole, and only gets shorter. */
import { describe, expect, it } from 'vitest';
import { ADVICE, REASON } from '../main/base/fault.ts';
import { errors, FaultKind } from '../preload/contract/errors.ts';
import { clockReads, contractImports, environmentReads, isLong, isUnexplained, poorNames, typeEscapes } from './invariant/rules.ts';
import { isTest, sourceFiles } from './invariant/source-file.ts';

const READS_THE_CLOCK = ['main/base/clock.ts'];
const READS_THE_ENVIRONMENT = ['main/base/env.ts', 'main/cli/holdfast.js'];
/** Files over 300 lines. Splitting one takes it off; nothing is put on. */
const LONG: readonly string[] = [];

const product = sourceFiles(['main', 'preload']);
const shipped = product.filter((file) => !isTest(file));
const everything = [...product, ...sourceFiles(['renderer', 'scripts', 'test'])];
const except = (paths: readonly string[]) => shipped.filter(({ path }) => !paths.includes(path));

describe('every source file', () => {
  it('leaves reading the time to base/clock.ts', () => {
    expect(except(READS_THE_CLOCK).flatMap(clockReads)).toEqual([]);
  });

  it('leaves reading the environment to base/env.ts', () => {
    expect(except(READS_THE_ENVIRONMENT).flatMap(environmentReads)).toEqual([]);
  });

  it('stays inside the type system', () => {
    expect(everything.flatMap(typeEscapes)).toEqual([]);
  });

  it('is named in kebab-case after something of the domain', () => {
    expect(everything.flatMap(poorNames)).toEqual([]);
  });

  it('has at most 300 lines', () => {
    expect(product.filter(isLong).map(({ path }) => path)).toEqual(LONG);
  });

  it('says in its first line what it is for', () => {
    expect(shipped.filter(isUnexplained).map(({ path }) => path)).toEqual([]);
  });
});

describe('the window', () => {
  it('knows the contract by its types alone: its schemas stay out of what is loaded', () => {
    expect(sourceFiles(['renderer']).filter((file) => !isTest(file)).flatMap(contractImports)).toEqual([]);
  });
});

describe('every kind of fault', () => {
  it.each(FaultKind.options)('%s has advice, a reason in words, and a code at the border', (kind) => {
    expect(ADVICE[kind]).toMatch(/^[A-Z].*\.$/);
    expect(REASON[kind]).not.toBe('');
    expect(Object.keys(errors)).toContain(kind.toUpperCase().replaceAll('-', '_'));
  });
});
