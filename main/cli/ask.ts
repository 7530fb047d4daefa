/** Questions to the person at the terminal. They and their answers stay off stdout. */
import { createInterface } from 'node:readline';
import { Writable, type Readable } from 'node:stream';
import { Interrupted } from './interrupts.ts';

/**
 * One line from the terminal; a secret one is not echoed.
 * @throws Interrupted on Ctrl-C, and on Ctrl-D with nothing typed.
 */
export function ask(question: string, { secret }: { secret: boolean }, input: Readable, echo: Writable): Promise<string> {
  const muted = new Writable({ write: (_chunk, _encoding, done) => done() });
  const text = `${question} `;
  if (secret) echo.write(text);
  const reader = createInterface({ input, output: secret ? muted : echo, terminal: true, historySize: 0 });
  return new Promise<string>((resolve, reject) => {
    reader.on('SIGINT', () => reader.close());
    reader.on('close', () => reject(new Interrupted()));
    reader.question(secret ? '' : text, (answer) => {
      resolve(answer);
      reader.close();
    });
  }).finally(() => {
    if (secret) echo.write('\n');
  });
}
