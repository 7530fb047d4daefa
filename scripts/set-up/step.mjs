/** One step of set-up: a command with a friendly line before it, its output kept in a log, and a clear sentence when it fails. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const TAIL_LINES = 20;

/** A failure whose message is all a person needs: no stack trace. */
export class StepFailed extends Error {}

/** On standard error: standard output belongs to the program. */
export const say = (line) => void process.stderr.write(`${line}\n`);

/** Runs a command to its end, or for so long; output goes to `log`, or to ours where there is none. Resolves to the exit code. */
export function run(command, args, { cwd, env = process.env, log = null, limitMs = 0 }) {
  return new Promise((resolve, reject) => {
    const output = log === null ? 'inherit' : openLog(log);
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', output, output], shell: isScript(command), timeout: limitMs });
    const released = stopTogether(child);
    child.on('error', (error) => {
      released();
      reject(error);
    });
    child.on('close', (code) => {
      released();
      resolve(code ?? 1);
    });
    if (log !== null) closeSync(output);
  });
}

/** On Windows npm is a script, which only the shell starts. */
const isScript = (command) => process.platform === 'win32' && !command.toLowerCase().endsWith('.exe');

/** Whoever stops us stops the command too, and first: an install that goes on alone would meet the next one. */
function stopTogether(child) {
  let stoppedBy = null;
  const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => [signal, () => child.kill((stoppedBy = signal))]);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return () => {
    for (const [signal, handler] of handlers) process.removeListener(signal, handler);
    if (stoppedBy !== null) process.kill(process.pid, stoppedBy);
  };
}

/** Runs a command as a named step, silently; throws StepFailed with the end of its log. */
export async function step(sentence, command, args, { cwd, env, log, failed }) {
  say(sentence);
  const code = await run(command, args, { cwd, env, log }).catch((error) => error.message);
  if (code !== 0) throw new StepFailed(`${failed} (${typeof code === 'number' ? `exit code ${code}` : code}). The end of ${log}:\n${tail(log)}`);
}

function openLog(path) {
  mkdirSync(dirname(path), { recursive: true });
  return openSync(path, 'w');
}

/** The end of a log, for a message. */
export const tail = (path) =>
  stripVTControlCharacters(readFileSync(path, 'utf8').trimEnd())
    .split('\n')
    .slice(-TAIL_LINES)
    .map((line) => `  ${line}`)
    .join('\n');
