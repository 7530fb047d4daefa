/** Which program has a port open, as far as this system tells. */
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

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
    return { pid: Number(pid), name: orNull(() => readFileSync(join(proc, pid, 'comm'), 'utf8').trim()) ?? pid };
  }
  return null;
}

/** Processes end, and those of others are not to be looked into. */
function orNull<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}
