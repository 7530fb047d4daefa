/** What somebody began to answer and left. It may hold anything a window asks for, but never a secret. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, toFault } from '../base/fault.ts';
import { writeWhole } from '../base/write-whole.ts';
import type { Context } from './context.ts';

/** Bytes. */
const LARGEST = 256 * 1024;
const SECRET = /passw|phrase|secret/i;

type Draft = Record<string, unknown>;

export interface DraftFile {
  /** Null when there is none. @throws Fault `denied` … */
  read(): Draft | null;
  /** @returns whether there is a draft now. @throws Fault `invalid` for one that is too large or holds a secret. */
  write(draft: Draft | null): boolean;
}

export function draftFile({ folders }: Context): DraftFile {
  const path = join(folders.data, 'draft.json');
  return {
    read: () => readDraft(path),
    write(draft) {
      if (draft === null) {
        rmSync(path, { force: true });
        return false;
      }
      const text = checked(draft);
      mkdirSync(folders.data, { recursive: true, mode: 0o700 });
      writeWhole(path, text);
      return true;
    },
  };
}

function readDraft(path: string): Draft | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const fault = toFault(error, `The draft ${path} cannot be read`, { path });
    if (fault.kind === 'missing') return null;
    throw fault;
  }
  try {
    const draft: unknown = JSON.parse(text);
    return typeof draft === 'object' && draft !== null && !Array.isArray(draft) ? { ...draft } : null;
  } catch {
    return null; // a draft somebody has broken is none: the questions are simply asked again
  }
}

function checked(draft: Draft): string {
  const name = secretIn(draft);
  if (name !== null) throw new Fault('invalid', `The draft holds "${name}": a draft never keeps passwords or other secrets.`, { advice: 'Leave it out of the draft.' });
  const text = JSON.stringify(draft);
  if (Buffer.byteLength(text) > LARGEST) throw new Fault('invalid', `The draft is larger than ${LARGEST / 1024} KiB.`, { advice: 'Keep only the answers in it.' });
  return text;
}

/** The first key at any depth that is named like a secret. Looked for without recursion, so that no nesting is too deep. */
function secretIn(draft: Draft): string | null {
  const open: unknown[] = [draft];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, part] of Object.entries(value)) {
      if (!Array.isArray(value) && SECRET.test(key)) return key;
      if (typeof part === 'object' && part !== null) open.push(part);
    }
  }
  return null;
}
