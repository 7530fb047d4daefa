import { describe, expect, it } from 'vitest';
import type { Drive, DrivePlan, DrivePrompt } from '../../../preload/contract/drive.ts';
import type { Run } from '../../../preload/contract/run.ts';
import { afterAnswer, afterNews, afterRun, oldestBackup, shownOf, waiting, type Aftermath } from './asking.ts';

const plan = (lastSuccessAt: string | null): DrivePlan => ({ plan: 'documents', name: 'Documents', lastSuccessAt, due: true });
const drive: Drive = {
  key: 'k', id: 'k3v9x0q2', name: 'Photos drive', label: null, description: null, device: '/dev/sdb1', path: '/media/PHOTOS', fileSystem: 'ext4', totalBytes: 1, freeBytes: 1, removable: true, readOnly: false, state: 'known', empty: false,
  hardLinks: true, policy: 'ask', adoptedAt: null, lastSeenAt: null, destinations: [], plans: [], runs: [],
};
const other: Drive = { ...drive, key: 'o', id: null, name: 'STICK', state: 'new' };
const backUp: DrivePrompt = { kind: 'back-up', prompt: '1', drive, plans: [plan(null)] };
const use: DrivePrompt = { kind: 'use', prompt: '2', drive: other };
const safe: DrivePrompt = { kind: 'safe', prompt: '3', drive, plans: [] };
const run = (id: string, outcome: Run['outcome']): Run => ({ id, kind: 'backup', plan: 'documents', state: 'ended', outcome, startedAt: '', endedAt: '', destination: '', subject: '', fault: null, results: [], problems: 0 });
const ejected: Aftermath = { kind: 'ejected', drive, settled: false };
const used: Aftermath = { kind: 'used', drive, settled: false };
const news = (aftermath: Aftermath | null, drives: Drive[]): Aftermath | null => afterNews(aftermath, { drives, prompts: [] });
const running: Aftermath = { kind: 'running', drive, plans: [], runIds: ['a', 'b'], ended: [] };

describe('what is shown', () => {
  it('is the first question, or nothing', () => {
    expect(shownOf(null, [])).toBeNull();
    expect(shownOf(null, [backUp, use])).toEqual({ kind: 'prompt', prompt: backUp });
    expect([waiting(shownOf(null, [backUp, use]), [backUp, use]), waiting(running, [use])]).toEqual([1, 1]);
  });

  it('is what came of the last answer, until the drive is safe to remove', () => {
    expect(shownOf(running, [use])).toBe(running);
    expect(shownOf(running, [use, safe])).toEqual({ kind: 'prompt', prompt: safe });
    expect(shownOf(ejected, [use])).toBe(ejected);
  });
});

describe('an answer', () => {
  it('leads to what it started', () => {
    expect(afterAnswer(backUp, 'now', { runIds: ['a'], drive })).toEqual({ kind: 'running', drive, plans: backUp.plans, runIds: ['a'], ended: [] });
    expect(afterAnswer(backUp, 'always', { runIds: ['a'], drive })?.kind).toBe('running');
    expect(afterAnswer(use, 'now', { runIds: [], drive: other })).toEqual({ kind: 'used', drive: other, settled: false });
    expect(afterAnswer(safe, 'now', { runIds: [], drive })).toEqual(ejected);
  });

  it('that puts it off leads to nothing', () => {
    expect([afterAnswer(backUp, 'not-now', { runIds: [], drive }), afterAnswer(use, 'never', { runIds: [], drive: other }), afterAnswer(safe, 'not-now', { runIds: [], drive })]).toEqual([null, null, null]);
  });
});

describe('the runs it started', () => {
  it('are waited for, every one, and no other', () => {
    expect(afterRun(running, run('x', 'failed'))).toBe(running);
    expect(afterRun(running, run('a', 'succeeded'))).toMatchObject({ kind: 'running', ended: [{ id: 'a' }] });
  });

  it('say the worst when one did not go well', () => {
    const half = afterRun(running, run('a', 'warned'));
    expect(afterRun(half, run('b', 'failed'))).toMatchObject({ kind: 'ended', outcome: 'failed', run: { id: 'b' } });
    expect(afterRun(half, run('b', 'succeeded'))).toMatchObject({ kind: 'ended', outcome: 'warned' });
  });

  it('that went well are over when the drive is safe to remove, or has gone', () => {
    const over = afterRun(afterRun(running, run('a', 'succeeded')), run('b', 'succeeded'));
    expect(over).toMatchObject({ kind: 'running', ended: [{ id: 'a' }, { id: 'b' }] });
    expect(news(over, [drive])).toBe(over);
    expect([afterNews(over, { drives: [drive], prompts: [use, safe] }), news(over, [])]).toEqual([null, null]);
    expect(shownOf(null, [use, safe])).toEqual({ kind: 'prompt', prompt: safe });
  });
});

describe('when drives come and go', () => {
  const gone = { ...drive, path: null, state: 'away' as const };

  it('what was said of one holds until the contrary is so', () => {
    const away = news(ejected, [gone]);
    expect(away).toEqual({ ...ejected, settled: true });
    expect([news(away, [gone]), news(away, [drive])]).toEqual([away, null]);
    expect(news(news(used, [drive]), [])).toBeNull();
  });

  it('is not doubted by news from before', () => {
    expect([news(ejected, [drive]), news(used, [])]).toEqual([ejected, used]);
    expect(news(running, [])).toBe(running);
  });
});

describe('how late it is', () => {
  it('is said by the oldest of the last backups, unless there never was one', () => {
    expect(oldestBackup([plan('2026-11-12T00:00:00Z'), plan('2026-11-02T00:00:00Z')])).toBe('2026-11-02T00:00:00Z');
    expect([oldestBackup([plan(null), plan('2026-11-02T00:00:00Z')]), oldestBackup([])]).toEqual([null, null]);
  });
});
