import { describe, expect, it } from 'vitest';
import type { PlanStatus } from '../../../preload/contract/plan.ts';
import type { Run } from '../../../preload/contract/run.ts';
import { en } from '../../text/en.ts';
import { phasesOf } from './phases.ts';

const run = (change: object): Run => ({ id: 'r', kind: 'backup', plan: 'documents', state: 'ended', outcome: 'succeeded', startedAt: '', endedAt: '', destination: '/data/vault', subject: '', fault: null, results: [], problems: 0, ...change });
const backup = (destination: string) => ({ kind: 'backup', destination, snapshotId: 'a', parentId: null, dryRun: false, summary: {} });
const transfer = (state: string, reason: object | null = null) => ({ kind: 'transfer', from: '/data/vault', to: 'drive:k/Holdfast', state, copied: [], bytes: 5, verified: null, errors: [], reason });
const plan = { destinations: [{ name: 'Here', address: '/data/vault' }], transfers: [{ from: 'Here', to: 'Photos drive', address: 'drive:k/Holdfast' }] } as unknown as PlanStatus;

describe('the phases of a run', () => {
  it('say of each place what came of it, and why', () => {
    const away = { kind: 'offline', message: 'The drive "Photos drive" is not plugged in.', advice: '' };
    const phases = phasesOf(run({ results: [backup('/data/vault'), transfer('skipped', away)] }), plan, null);
    expect(phases.map(({ kind, to, state }) => [kind, to, state])).toEqual([['collect', '/data/vault', 'done'], ['transfer', 'drive:k/Holdfast', 'skipped']]);
    expect(phases[1]!.result?.reason).toBe(away);
  });

  it('know when what lies there was read back, as far as that was before their end', () => {
    const at = (lastVerifiedAt: string | null) => {
      const verified = { ...plan, transfers: [{ ...plan.transfers[0], lastVerifiedAt }] } as PlanStatus;
      return phasesOf(run({ endedAt: '2026-11-21T14:00:00Z', results: [transfer('succeeded')] }), verified, null).find(({ kind }) => kind === 'transfer')?.readBackAt;
    };
    expect([at('2026-11-20T14:00:00Z'), at('2026-11-22T14:00:00Z'), at(null)]).toEqual(['2026-11-20T14:00:00Z', null, null]);
    expect(en.run.phases.noNews('yesterday')).toContain('what was brought before was last read back yesterday'); // not all that lies there
  });

  it('name the place that got nothing', () => {
    const phases = phasesOf(run({ destination: '/data/vault, /mnt/nas', results: [backup('/data/vault')] }), null, null);
    expect(phases.map(({ to, state }) => [to, state])).toEqual([['/data/vault', 'done'], ['/mnt/nas', 'missing']]);
  });

  it('are told apart while it runs by what is being done', () => {
    const at = (phase: 'backing up' | 'copying', change: object = {}) => phasesOf(run({ state: 'running', outcome: null, ...change }), plan, phase).map(({ state }) => state);
    expect([at('backing up'), at('copying'), at('copying', { kind: 'transfer' })]).toEqual([['current', 'next'], ['done', 'current'], ['current']]);
  });

  it('pass over a place that is away', () => {
    const away = { ...plan, transfers: [{ from: 'Here', to: 'Photos drive', address: 'drive:k', available: false }] } as unknown as PlanStatus;
    expect(phasesOf(run({ state: 'running', outcome: null }), away, 'copying').map(({ state }) => state)).toEqual(['done', 'skipped']);
  });

  it('are none where there is only one, and none of other runs', () => {
    expect(phasesOf(run({ results: [backup('/data/vault')] }), null, null)).toEqual([]);
    expect(phasesOf(run({ kind: 'check' }), plan, null)).toEqual([]);
  });
});
