/** The engine as a process of its own. */
import { existsSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { utilityProcess, type MessagePortMain } from 'electron';
import type { EngineProcess, Ears } from './engine-keeper.ts';

/** Characters of what it wrote last that are kept: for the log, and for whoever is told that it crashed. */
const LAST_WORDS = 2000;

/** Beside the built program, which is one flat folder. */
const program = fileURLToPath(new URL('./engine.js', import.meta.url));

export function startEngine(ears: Ears): EngineProcess<MessagePortMain> {
  const child = utilityProcess.fork(program, [], { serviceName: 'Holdfast engine', cwd: existsSync(homedir()) ? homedir() : tmpdir(), stdio: ['ignore', 'inherit', 'pipe'] });
  let lastWords = '';
  child.stderr?.on('data', (bytes: Uint8Array) => {
    process.stderr.write(bytes);
    lastWords = (lastWords + Buffer.from(bytes).toString('utf8')).slice(-LAST_WORDS);
  });
  child.on('message', (data: unknown) => ears.message(data));
  child.on('exit', (code) => ears.exit(code, lastWords));
  return {
    post: (message, port) => child.postMessage(message, port === undefined ? [] : [port]),
    kill: () => void child.kill(),
  };
}
