/** The small JSON files: checked against a schema when read, members in restic's order when written, members of other programs kept. */
import type { z } from 'zod';
import { Fault } from '../../base/fault.ts';
import { jsonOfValue } from './go-json.ts';

/**
 * @param what for messages: `The snapshot`.
 * @throws Fault `damaged`.
 */
export function parseJsonFile<T>(what: string, json: Uint8Array, form: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString());
  } catch (cause) {
    throw new Fault('damaged', `${what} is no JSON.`, { cause });
  }
  const result = form.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  throw new Fault('damaged', `${what} is not as it should be: ${path.length === 0 ? '' : `"${path.join('.')}": `}${message}.`);
}

/** What is always written. Everything else is left out where it is empty, as Go does it. */
interface Order {
  readonly names: readonly string[];
  readonly always: readonly string[];
}

/** The members named, in that order, then those nobody knows. */
export function inOrder(value: object, { names, always }: Order): Record<string, unknown> {
  const members: Readonly<Record<string, unknown>> = { ...value };
  const known = names.filter((name) => always.includes(name) || !isEmpty(members[name])).map((name) => [name, members[name]] as const);
  return Object.fromEntries([...known, ...Object.entries(members).filter(([name]) => !names.includes(name))]);
}

export const writeJsonFile = (value: object, order: Order): Uint8Array<ArrayBuffer> => jsonOfValue(inOrder(value, order));

const isEmpty = (value: unknown): boolean => value == null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);

/** Members that are null are as if they were not there. */
export const withoutNulls = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) : value;
