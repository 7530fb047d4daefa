/** What went wrong, as the contract says it: a kind, a sentence, the next step. */
import { ORPCError } from '@orpc/client';
import type { FaultData, FaultKind } from '../../preload/contract/errors.ts';
import type { RunFault } from '../../preload/contract/run.ts';
import { ConnectionLost } from './connection.ts';

export interface ShownFault {
  kind: FaultKind;
  message: string;
  advice: string;
  context: FaultData['context'];
}

/** Input the contract refuses before any procedure saw it. */
interface InputIssues {
  issues?: readonly { path?: readonly PropertyKey[]; message: string }[];
}

/** A run carries its fault as plain data. */
const isPlain = (error: unknown): error is RunFault & Partial<ShownFault> =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'kind' in error && 'message' in error && 'advice' in error;

/** @param error what was thrown, or the fault of a run. */
export function faultOf(error: unknown): ShownFault {
  if (error instanceof ConnectionLost) return { kind: 'offline', message: '', advice: '', context: {} };
  if (isPlain(error)) return { context: {}, ...error };
  if (error instanceof ORPCError) {
    const data = error.data as (Partial<FaultData> & InputIssues) | undefined;
    if (data?.kind !== undefined) return { kind: data.kind, message: error.message, advice: data.advice ?? '', context: data.context ?? {} };
    const [issue] = data?.issues ?? [];
    if (issue !== undefined) return { kind: 'invalid', message: `${(issue.path ?? []).map(String).join('.')}: ${issue.message}`, advice: '', context: {} };
    return { kind: 'bug', message: error.message, advice: '', context: {} };
  }
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error), advice: '', context: {} };
}
