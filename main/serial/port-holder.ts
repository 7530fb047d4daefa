/** Which program has a port open, as far as this system tells. */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface PortHolder {
  readonly pid: number;
  readonly name: string;
}

/** Null: nobody but this process, or it cannot be told (another system, another user's process). @param proc where Linux lists processes. */
export function portHolder(path: string, proc = '/proc', self: number = process.pid): PortHolder | null {
  const wanted = orNull(() => realpathSync(path));
  if (wanted === null) return null;
  for (const pid of (orNull(() => readdirSync(proc)) ?? []).filter((name) => /^\d+$/.test(name) && Number(name) !== self)) {
    const handles = orNull(() => readdirSync(join(proc, pid, 'fd'))) ?? [];
    if (!handles.some((handle) => orNull(() => readlinkSync(join(proc, pid, 'fd', handle))) === wanted)) continue;
    return { pid: Number(pid), name: nameOf(join(proc, pid)) ?? pid };
  }
  return null;
}

/** Programs that run others: what they run says more. */
const INTERPRETER = /^(node|nodejs|deno|bun|perl|ruby|python[\d.]*)$/;

/** What the kernel calls it, unless that is the name of a thread: then what it was started as. */
function nameOf(folder: string): string | null {
  const comm = orNull(() => readFileSync(join(folder, 'comm'), 'utf8').trim()) ?? '';
  const words = (orNull(() => readFileSync(join(folder, 'cmdline'), 'utf8')) ?? '').split('\0').filter((word) => word !== '');
  const program = basename(words[0] ?? '');
  if (comm !== '' && comm !== 'MainThread' && !INTERPRETER.test(comm)) return comm;
  const script = INTERPRETER.test(program) ? words.slice(1).find((word) => !word.startsWith('-')) : undefined;
  return (script === undefined ? program : basename(script)) || comm || null;
}

/** Processes end, and those of others are not to be looked into. */
function orNull<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}
