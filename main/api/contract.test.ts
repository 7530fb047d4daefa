/** The contract as implemented: nothing missing, nothing unexpected crosses the border. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isContractProcedure } from '@orpc/contract';

import { isDefinedError, isProcedure } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../preload/contract/contract.ts';
import { readEnv } from '../base/env.ts';
import { openApi, router, type Api } from './open.ts';

type Tree = { readonly [name: string]: unknown };
const home = mkdtempSync(join(tmpdir(), 'holdfast-contract-'));
let api: Api;
beforeAll(async () => { api = await openApi({ env: readEnv({ HOLDFAST_HOME: home }), cwd: '/' }); });
afterAll(async () => { await api.close(); rmSync(home, { recursive: true, force: true }); });

/** Every procedure as `noun.verb`, with where it is implemented. */
function procedures(tree: Tree, implementation: Tree, path: string[] = []): { name: string; takes: boolean; errors: string[]; implemented: boolean }[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const [name, mine] = [[...path, key], implementation[key]];
    if (!isContractProcedure(value)) return procedures(value as Tree, (mine ?? {}) as Tree, name);
    return [{ name: name.join('.'), takes: value['~orpc'].inputSchema !== undefined, errors: Object.keys(value['~orpc'].errorMap), implemented: isProcedure(mine) }];
  });
}
type Anything = ((input: unknown) => Promise<unknown>) & { readonly [part: string]: Anything };
const call = (name: string, input: unknown): Promise<unknown> => name.split('.').reduce((client, part) => client[part], api.client as unknown as Anything)(input);

describe('the contract', () => {
  const all = procedures(contract, router);
  it.each(all)('$name is implemented and names its errors', ({ name, errors, implemented }) => {
    expect(implemented).toBe(true);
    if (name !== 'app.info') expect(errors.length).toBeGreaterThan(0);
  });
  it.each(all.filter(({ takes, errors }) => takes && errors.includes('INVALID')))('$name refuses senseless input in words', async ({ name }) => {
    const error = await call(name, 42).then(() => null, (thrown: unknown) => thrown);
    expect(isDefinedError(error as Error)).toBe(true);
    expect(error).toMatchObject({ code: 'INVALID', data: { kind: 'invalid', advice: expect.stringMatching(/\w/) } });
  });
  it('answers for a place without a vault with the kind, the sentence and the next step', async () => {
    const error = await api.client.snapshot.list({ destination: join(home, 'nowhere') }).then(() => null, (thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'NO_DESTINATION', message: expect.stringContaining('nowhere'), data: { kind: 'no-destination', advice: expect.stringContaining('holdfast init') } });
  });
});
