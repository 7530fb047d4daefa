/** Runs another program to its end: no shell, output bounded, stopped by the signal or its deadline. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FaultKind } from '../../../preload/contract/errors.ts';
import { Fault, toFault } from '../fault.ts';
import { stop } from './stop.ts';
import { Tail } from './tail.ts';

export interface CommandOptions {
  signal: AbortSignal;
  cwd?: string;
  /** The whole environment of the program; default: ours. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Given on its standard input; default: an empty one. */
  input?: Uint8Array | string;
  /** `inherit` lets its messages and questions through to the terminal; `keep` (default) keeps the end of them for the error. */
  stderr?: 'keep' | 'inherit';
  /** Milliseconds it may take; default: no limit. */
  deadlineMs?: number;
  /** Milliseconds between the polite request to end and force. */
  graceMs?: number;
  /** Bytes of standard output it may print; more is a Fault `invalid`. Default 16 MiB. */
  maxOutput?: number;
  /** What kind of Fault it is when the program says it failed. */
  failure?: FaultKind;
}

export interface CommandResult {
  stdout: Buffer;
  /** The end of what it said on standard error; '' when that was inherited. */
  stderr: string;
}

const STDERR_KEPT = 16 * 1024;
const STDOUT_MAX = 16 * 1024 * 1024;
const GRACE_MS = 5000;

/** What ends a command before its time. */
type Cut = 'signal' | 'deadline' | 'output';

interface Ending {
  code: number | null;
  killedBy: string | null;
  cut: Cut | null;
}

/**
 * Arguments never appear in messages: they may be secret. The program's last line on standard error does.
 * @throws Fault `missing` or `denied` when it cannot be started, `offline` past the deadline, `failure` (default `invalid`) when it
 * ends with anything but 0. When the signal ended it, the signal's reason.
 */
export async function runCommand(argv: readonly [string, ...string[]], options: CommandOptions): Promise<CommandResult> {
  options.signal.throwIfAborted();
  const [program, ...args] = argv;
  const child = spawn(program, args, {
    cwd: options.cwd,
    ...(options.env === undefined ? {} : { env: options.env }),
    stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', options.stderr === 'inherit' ? 'inherit' : 'pipe'],
    windowsHide: true,
  });
  const errors = new Tail(STDERR_KEPT);
  child.stderr?.on('data', (chunk: Buffer) => errors.add(chunk));
  const output: Buffer[] = [];
  const ending = await ended(child, program, output, options);
  if (ending.cut === 'signal') options.signal.throwIfAborted();
  judge(program, ending, errors, options);
  return { stdout: Buffer.concat(output), stderr: errors.text() };
}

/** Waits for the end; whatever asks for an early one first is what is remembered. */
async function ended(child: ChildProcess, program: string, output: Buffer[], options: CommandOptions): Promise<Ending> {
  const over = new AbortController();
  let cut: Cut | null = null;
  let callOff: () => void = () => undefined;
  const end = (why: Cut) => {
    if (cut !== null) return;
    cut = why;
    callOff = stop(child, options.graceMs ?? GRACE_MS);
  };
  let size = 0;
  child.stdout?.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > (options.maxOutput ?? STDOUT_MAX)) end('output');
    else output.push(chunk);
  });
  child.stdin?.on('error', () => undefined); // a program may end without reading its input; its exit code tells whether that matters
  if (options.input !== undefined) child.stdin?.end(options.input);
  options.signal.addEventListener('abort', () => end('signal'), { signal: over.signal });
  const timer = options.deadlineMs === undefined ? undefined : setTimeout(() => end('deadline'), options.deadlineMs);
  try {
    const [code, killedBy] = await once(child, 'close') as [number | null, string | null];
    return { code, killedBy, cut };
  } catch (error) {
    throw startFault(program, error, options.cwd);
  } finally {
    over.abort();
    clearTimeout(timer);
    callOff();
  }
}

function startFault(program: string, error: unknown, cwd: string | undefined): Fault {
  const fault = toFault(error, `The program ${program} cannot be started`, { program, ...(cwd === undefined ? {} : { cwd }) });
  if (fault.kind !== 'missing') return fault;
  return new Fault('missing', fault.message, { context: fault.context, cause: error, advice: `Install ${program}, or give its full path.` });
}

function judge(program: string, { code, killedBy, cut }: Ending, errors: Tail, options: CommandOptions): void {
  const context = { program };
  if (cut === 'deadline') {
    throw new Fault('offline', `The program ${program} was not done within ${(options.deadlineMs ?? 0) / 1000} seconds and was stopped.`, { context });
  }
  if (cut === 'output') {
    throw new Fault('invalid', `The program ${program} printed more than ${options.maxOutput ?? STDOUT_MAX} bytes and was stopped.`, { context });
  }
  if (code === 0) return;
  const how = code === null ? `was ended by ${killedBy ?? 'the system'}` : `failed with exit code ${code}`;
  const said = errors.lastLine();
  throw new Fault(options.failure ?? 'invalid', `The program ${program} ${how}${said === '' ? '' : `: ${said}`}${/[.!?]$/.test(said) ? '' : '.'}`, {
    context, advice: 'Run the same command in a terminal to see why, then try again.',
  });
}
