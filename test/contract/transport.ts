/** What every way to the procedures promises: the same answers and the same errors, whatever lies between. */
import { getEventMeta } from '@orpc/client';
import { isContractProcedure } from '@orpc/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contract } from '../../preload/contract/contract.ts';
import { openWorld, type World } from './transport-world.ts';
import { TRANSPORTS, type Transport } from './transports.ts';

export interface RunId {
  runId: string;
}

export interface Case {
  /** Asked anew for every transport; may prepare what the call needs. */
  valid(world: World): unknown;
  /** Absent only where a procedure takes no input. */
  invalid?: unknown;
  /** The answer holds chance or time: strings of them count as the same. */
  anew?: true;
  /** Of a stream that never ends: how many of its events. */
  take?: number;
  /** Of a stream whose batches depend on time: only its last event. */
  last?: true;
  after?(world: World, input: Record<string, unknown>): Promise<void>;
}

/** What the world of this suite has none of. */
const NEEDS_A_SCREEN = new Set(['app.pickFolder', 'app.reveal']);

interface Procedure {
  name: string;
  takesInput: boolean;
}

function proceduresOf(tree: object, path: readonly string[] = []): Procedure[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const name = [...path, key];
    return isContractProcedure(value) ? [{ name: name.join('.'), takesInput: value['~orpc'].inputSchema !== undefined }] : proceduresOf(value as object, name);
  });
}

type Anything = ((input: unknown) => Promise<unknown>) & { readonly [part: string]: Anything };

/** What a call comes to: its answer, all events of a stream, or the error as its caller sees it. */
async function outcome({ client }: Transport, name: string, input: unknown, { take = Infinity, last }: Partial<Case>): Promise<unknown> {
  const procedure = name.split('.').reduce((part, key) => part[key] as Anything, client as unknown as Anything);
  try {
    const answer = await procedure(input);
    return isStream(answer) ? await read(answer, take, last === true) : { answer };
  } catch (error) {
    const { code, status, defined, message, data } = error as Record<string, unknown>;
    return { error: { code, status, defined, message, data } };
  }
}

const isStream = (answer: unknown): answer is AsyncGenerator => typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

async function read(stream: AsyncGenerator, take: number, last: boolean): Promise<unknown> {
  const events: unknown[] = [];
  for (let event = await stream.next(); ; event = await stream.next()) {
    if (event.done === true) return { events: last ? events.slice(-1) : events, returned: event.value };
    events.push(event.value);
    expect(getEventMeta(event.value)).toBeUndefined();
    if (events.length >= take) {
      await stream.return(undefined);
      return { events };
    }
  }
}

/** Without what is different every time: ids, times, numbers and, where the case says so, all text made by chance. */
function comparable(value: unknown, anew: boolean): unknown {
  if (typeof value === 'number') return anew ? 'number' : value;
  if (typeof value === 'string') return anew ? value.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|[\w-]{20,}|(?:[a-z]+[ -]){3,}[a-z]+/g, '…') : value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');
  if (Array.isArray(value)) return value.map((item) => comparable(item, anew));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [key, comparable(item, anew || key === 'freeBytes')]));
}

export function checkTransports(cases: Readonly<Record<string, Case>>): void {
  const procedures = proceduresOf(contract);
  let world: World;
  const transports: [name: string, transport: Transport][] = [];
  beforeAll(async () => {
    world = await openWorld();
    for (const [name, open] of Object.entries(TRANSPORTS)) transports.push([name, await open(world.api)]);
  });
  afterAll(async () => {
    for (const [, transport] of transports) await transport.close();
    await world[Symbol.asyncDispose]();
  });

  /** Of every transport, the one in this process first. */
  async function outcomes(name: string, found: Case, inputFor: () => unknown): Promise<[string, unknown][]> {
    const results: [string, unknown][] = [];
    for (const [transport, open] of transports) {
      const input = await inputFor();
      const result = await outcome(open, name, input, found);
      const { runId } = ((result as { answer?: Partial<RunId> }).answer ?? {}) as Partial<RunId>;
      if (runId !== undefined) await world.ended({ runId });
      await found.after?.(world, input as Record<string, unknown>);
      results.push([transport, comparable(result, found.anew === true)]);
    }
    return results;
  }
  const agree = ([[, first], ...others]: [string, unknown][]): void => {
    for (const [transport, result] of others) expect(result, transport).toEqual(first);
  };

  it('every procedure has a case, and every case is of a procedure', () => {
    expect(Object.keys(cases).sort()).toEqual(procedures.map(({ name }) => name).sort());
    expect(procedures.filter(({ name, takesInput }) => takesInput && cases[name]?.invalid === undefined)).toEqual([]);
  });

  const known = procedures.filter(({ name }) => name in cases);
  it.each(known)('$name gives the same answer everywhere', async ({ name }) => {
    const found = cases[name] as Case;
    const results = await outcomes(name, found, () => found.valid(world));
    if (!NEEDS_A_SCREEN.has(name)) expect(results[0]?.[1]).not.toHaveProperty('error');
    agree(results);
  });

  it.each(known.filter(({ takesInput }) => takesInput))('$name refuses everywhere in the same words', async ({ name }) => {
    const { invalid } = cases[name] as Case;
    const results = await outcomes(name, { valid: () => invalid }, () => invalid);
    expect(results[0]?.[1]).toMatchObject({ error: { code: 'INVALID', data: { kind: 'invalid', advice: expect.stringMatching(/\w/) } } });
    agree(results);
  });

  it('an error of the domain keeps its kind, its sentence and its next step', async () => {
    const results = await outcomes('snapshot.list', { valid: () => undefined }, () => ({ destination: world.at('nowhere') }));
    expect(results[0]?.[1]).toMatchObject({ error: { code: 'NO_DESTINATION', defined: true, message: expect.stringContaining('nowhere'), data: { kind: 'no-destination' } } });
    agree(results);
  });
}
