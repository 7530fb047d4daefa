/** What is asked when drives come and go, and how often. */
import { describe, expect, it } from 'vitest';
import type { Drive } from '../../preload/contract/drive.ts';
import { DUE_AFTER, isDue } from './due.ts';
import { Prompts } from './prompts.ts';

const due = { plan: 'docs', name: 'Docs', lastSuccessAt: null, due: true };
const done = { plan: 'more', name: 'More', lastSuccessAt: '2026-11-21T10:00:00.000Z', due: false };
const drive = (more: Partial<Drive> = {}): Drive => ({
  key: 'k', id: 'k', name: 'Photos', label: null, description: null, device: '/dev/sdb1', path: '/media/a', fileSystem: 'ext4', totalBytes: 1, freeBytes: 1, removable: true, readOnly: false,
  state: 'known', empty: false, hardLinks: true, policy: 'ask', adoptedAt: null, lastSeenAt: null, destinations: ['photos'], plans: [due, done], runs: [], ...more,
});
const fresh = (more: Partial<Drive> = {}): Drive => drive({ key: '/dev/sdb1', id: null, state: 'new', empty: true, policy: null, destinations: [], plans: [], ...more });
const kinds = (prompts: Prompts) => prompts.open.map(({ kind }) => kind);

describe('a known drive', () => {
  it('is asked about what is due, once each time it comes', () => {
    const prompts = new Prompts();
    expect(prompts.see([drive()])).toEqual([]);
    expect(prompts.open).toMatchObject([{ kind: 'back-up', plans: [due] }]);
    prompts.see([drive()]);
    expect(prompts.open).toHaveLength(1);
    prompts.take(prompts.open[0]!.prompt);
    prompts.see([drive()]);
    expect(prompts.open).toEqual([]);
    prompts.see([]);
    prompts.see([drive()]);
    expect(kinds(prompts)).toEqual(['back-up']);
  });
  it('that came back between two looks is asked about again, and what was said of its last visit is gone', () => {
    const prompts = new Prompts();
    prompts.see([drive()], () => 'one');
    const [first] = prompts.open;
    prompts.take(first!.prompt);
    prompts.see([drive()], () => 'one');
    expect(prompts.open).toEqual([]);
    prompts.see([drive()], () => 'two');
    expect(kinds(prompts)).toEqual(['back-up']);
    const [asked] = prompts.open;
    prompts.see([drive()], () => 'three');
    expect(kinds(prompts)).toEqual(['back-up']);
    expect(prompts.open[0]?.prompt).not.toBe(asked?.prompt);
    prompts.see([drive({ plans: [done] })], () => 'three');
    prompts.safe(drive({ plans: [done] }), [done]);
    prompts.see([drive({ plans: [done] })], () => 'four');
    expect(prompts.open).toEqual([]);
  });
  it('takes its question with it when it goes', () => {
    const prompts = new Prompts();
    prompts.see([drive()]);
    const id = prompts.open[0]!.prompt;
    prompts.see([drive({ state: 'away', path: null, device: null })]);
    expect([prompts.open, prompts.take(id)]).toEqual([[], null]);
  });
  it.each([
    ['nothing is due', { plans: [done] }], ['nobody wants to be asked', { policy: 'never' as const }], ['it cannot be written', { readOnly: true }], ['it is a copy', { state: 'cloned' as const }],
  ])('is left alone when %s', (_, more) => {
    const prompts = new Prompts();
    expect([prompts.see([drive(more)]), prompts.open]).toEqual([[], []]);
  });
  it('is backed up without a question where that was chosen, each time it comes', () => {
    const prompts = new Prompts();
    const always = drive({ policy: 'always' });
    expect([prompts.see([always]), prompts.open, prompts.see([always])]).toEqual([[always], [], []]);
    prompts.see([]);
    expect(prompts.see([always])).toEqual([always]);
  });
  it('is no longer asked about what is done, or being done, otherwise', () => {
    for (const more of [{ plans: [done] }, { runs: ['r'] }]) {
      const prompts = new Prompts();
      prompts.see([drive()]);
      prompts.see([drive(more)]);
      expect(prompts.open).toEqual([]);
    }
  });
  it('is safe to remove until something writes to it again', () => {
    const prompts = new Prompts();
    prompts.see([drive({ plans: [done] })]);
    prompts.safe(drive({ plans: [done] }), [due]);
    prompts.safe(drive({ plans: [done] }), [due]);
    prompts.see([drive({ plans: [done] })]);
    expect(kinds(prompts)).toEqual(['safe']);
    prompts.see([drive({ runs: ['r'] })]);
    expect(prompts.open).toEqual([]);
  });
});

describe('an unknown drive', () => {
  it('that is empty is offered once; adopted, there is nothing left to ask', () => {
    const prompts = new Prompts();
    prompts.see([fresh()]);
    prompts.see([fresh({ freeBytes: 2 })]);
    expect(prompts.open).toMatchObject([{ kind: 'use', drive: { freeBytes: 2 } }]);
    prompts.see([drive({ plans: [] })]);
    expect(prompts.open).toEqual([]);
  });
  it.each([['holds something', { empty: false }], ['cannot be looked into', { empty: null }], ['is built in', { removable: false }], ['is ignored', { state: 'ignored' as const }], ['is not mounted', { path: null }], ['is read-only', { readOnly: true }]])('that %s is not', (_, more) => {
    const prompts = new Prompts();
    prompts.see([fresh(more)]);
    expect(prompts.open).toEqual([]);
  });
});

it('a backup is due when there is none, when it is old, and when the clock was wrong', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  const ago = (ms: number) => new Date(now - ms).toISOString();
  expect([null, ago(0), ago(DUE_AFTER - 1), ago(DUE_AFTER), ago(-1000), 'no time'].map((time) => isDue(time, now))).toEqual([true, false, false, true, true, true]);
});
