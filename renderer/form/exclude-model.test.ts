import { describe, expect, it } from 'vitest';
import type { ExcludeSuggestion, Measure } from '../../preload/contract/source-procedures.ts';
import { isOn, NO_EXCLUDES, ownPatterns, patternProblem, removedBy, switched, usualExcludes } from './exclude-model.ts';

const caches: ExcludeSuggestion = { reason: 'caches', patterns: ['.cache', '__pycache__'], preselected: true };
const machines: ExcludeSuggestion = { reason: 'virtual-machines', patterns: ['*.vmdk'], preselected: false };
const suggestions = [caches, machines];

describe('excludes', () => {
  it('begin with what most people leave out', () => {
    const usual = usualExcludes(suggestions);
    expect(usual.patterns).toEqual(['.cache', '__pycache__']);
    expect([isOn(caches, usual), isOn(machines, usual)]).toEqual([true, false]);
  });

  it('keep own patterns when a suggestion is switched off and on again', () => {
    const own = { ...usualExcludes(suggestions), patterns: [...caches.patterns, '*.iso'] };
    const off = switched(own, caches, false);
    expect(off.patterns).toEqual(['*.iso']);
    expect(ownPatterns(switched(off, caches, true), suggestions)).toEqual(['*.iso']);
  });

  it('show the rest of a suggestion as own patterns once one of its patterns is gone', () => {
    expect(ownPatterns({ ...NO_EXCLUDES, patterns: ['.cache'] }, suggestions)).toEqual(['.cache']);
  });

  it('say why a pattern cannot be used', () => {
    const excludes = { ...NO_EXCLUDES, patterns: ['*.iso'] };
    expect(['', '*.iso', '[a-z', 'two\nlines', 'ends\\', '*.mp4', '[a-z]*', '\\[x', 'תמונות'].map((pattern) => patternProblem(pattern, excludes)))
      .toEqual(['empty', 'twice', 'bracket', 'line', 'bracket', null, null, null, null]);
  });

  it('know what a suggestion takes away once it was counted', () => {
    const size = { files: 1, bytes: 10 };
    const measure: Measure = { kept: size, excluded: size, paths: [], patterns: [{ pattern: '.cache', ...size }, { pattern: '__pycache__', ...size }], unreadable: 0, done: true };
    expect(removedBy(caches.patterns, measure)).toBe(20);
    expect(removedBy(machines.patterns, measure)).toBeNull();
    expect(removedBy(caches.patterns, null)).toBeNull();
  });
});
