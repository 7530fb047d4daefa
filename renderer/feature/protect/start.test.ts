import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { NEW_STORING } from '../../form/format-model.ts';
import type { NewPlace } from '../../form/place/make-place.ts';
import { start, type StartClient, type StartRequest } from './start.ts';

const drive: NewPlace = {
  name: 'Photos drive', address: '/media/Photos/Holdfast', adopts: null, lasting: '/media/Photos/Holdfast', makes: true, storing: NEW_STORING, password: 'six words', saved: false, makeDefault: true,
};
const weekly: NewPlace = { ...drive, name: 'Weekly', address: '/media/Weekly', lasting: '/media/Weekly', storing: { ...NEW_STORING, format: 'archive' }, makeDefault: false };
const request: StartRequest = { places: [drive], planId: null, plan: { name: 'Documents', sources: [{ kind: 'folder', paths: ['/home/ann/Documents'] }], destinations: ['Photos drive'] } };

const fault = (kind: string): Error => new ORPCError('FAULT', { message: kind, data: { kind, advice: '', context: {} } });

/** An engine that notes what is asked of it; `fails` are answers that go wrong. */
function engine(fails: Record<string, Error> = {}, there: { destinations?: unknown[]; plans?: unknown[] } = {}) {
  const asked: string[] = [];
  const answer = (name: string, value: unknown) => (input?: { id?: string; format?: string; password?: string }): Promise<unknown> => {
    asked.push([name, input?.id, input?.format === 'vault' ? undefined : input?.format, name === 'init' && input?.password === undefined ? 'open' : undefined].filter((part) => part !== undefined).join(':'));
    return fails[name] === undefined ? Promise.resolve(value) : Promise.reject(fails[name]);
  };
  const api = {
    destination: { init: answer('init', {}), save: answer('name', {}), list: answer('destinations', there.destinations ?? []) },
    secret: { set: answer('password', {}) },
    drive: { adopt: answer('adopt', { id: 'k3v9x0q2', path: '/media/Photos' }) },
    plan: { save: answer('save', { id: 'documents' }), list: answer('plans', there.plans ?? []), run: answer('run', { runId: 'r1' }) },
  };
  return { asked, api: api as unknown as StartClient };
}

const run = ({ api }: ReturnType<typeof engine>, change: Partial<NewPlace> = {}, more: Partial<StartRequest> = {}) => {
  const saved: string[] = [];
  const told = { made: (index: number) => saved.push(`place ${index}`), saved: (id: string) => saved.push(id) };
  return start({ ...request, places: [{ ...drive, ...change }], ...more }, api, () => undefined, told).then((runId) => ({ runId, saved }), (error: unknown) => ({ error: (error as Error).message, saved }));
};

describe('the start of a first backup', () => {
  it('makes the vault, names it, saves the plan and runs it', async () => {
    const fresh = engine();
    expect(await run(fresh)).toEqual({ runId: 'r1', saved: ['place 0', 'documents'] });
    expect(fresh.asked).toEqual(['init', 'name', 'save', 'run']);
  });

  it('goes on where an attempt before has stopped', async () => {
    const again = engine({ init: fault('exists'), name: fault('exists') }, { destinations: [{ name: 'Photos drive', address: '/media/Photos/Holdfast' }] });
    expect(await run(again, {}, { planId: 'documents' })).toMatchObject({ runId: 'r1' });
    expect(again.asked).toEqual(['init', 'password', 'name', 'destinations', 'save:documents', 'run']);
  });

  it('makes the drive known first, and from then on takes the place for the drive\'s', async () => {
    const fresh = engine({ name: fault('exists') }, { destinations: [{ name: 'Photos drive', address: 'drive:k3v9x0q2/Holdfast' }] });
    expect(await run(fresh, { adopts: { key: '/dev/sdb1' } })).toMatchObject({ runId: 'r1' });
    expect(fresh.asked).toEqual(['adopt', 'init', 'name', 'destinations', 'save', 'run']);
  });

  it('makes both places before the plan, and says how far it came', async () => {
    const fresh = engine();
    expect(await run(fresh, {}, { places: [drive, weekly] })).toEqual({ runId: 'r1', saved: ['place 0', 'place 1', 'documents'] });
    expect(fresh.asked).toEqual(['init', 'name', 'init:archive:open', 'name:archive', 'save', 'run']);
  });

  it('sends no password where nothing is encrypted', async () => {
    const mirror = engine();
    await run(mirror, { storing: { ...NEW_STORING, format: 'mirror' } });
    expect(mirror.asked).toEqual(['init:mirror:open', 'name:mirror', 'save', 'run']);
    const again = engine({ init: fault('exists') });
    await run(again, { storing: { ...NEW_STORING, format: 'archive', container: 'zip' } });
    expect(again.asked).not.toContain('password');
  });

  it('takes the plan whose answer was lost on the way', async () => {
    const lost = engine({ save: fault('exists') }, { plans: [{ plan: { ...request.plan, id: 'documents' } }] });
    expect(await run(lost)).toEqual({ runId: 'r1', saved: ['place 0', 'documents'] });
  });

  it('does not take somebody else\'s vault, name or plan for its own', async () => {
    expect(await run(engine({ init: fault('exists'), password: fault('wrong-password') }))).toEqual({ error: 'wrong-password', saved: [] });
    expect(await run(engine({ name: fault('exists') }, { destinations: [{ name: 'Photos drive', address: '/elsewhere' }] }))).toEqual({ error: 'exists', saved: ['place 0'] });
    expect(await run(engine({ save: fault('exists') }, { plans: [{ plan: { ...request.plan, id: 'x', destinations: ['nas'] } }] }))).toEqual({ error: 'exists', saved: ['place 0'] });
  });

  it('remembers the plan when the run cannot begin', async () => {
    expect(await run(engine({ run: fault('busy') }))).toEqual({ error: 'busy', saved: ['place 0', 'documents'] });
  });

  it('uses what is there without making or naming it', async () => {
    const there = engine();
    await run(there, { makes: false, saved: true });
    expect(there.asked).toEqual(['save', 'run']);
  });
});
