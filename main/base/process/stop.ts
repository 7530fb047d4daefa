/** Ending a program: a polite request first, force when it does not answer. */
import type { ChildProcess } from 'node:child_process';

/**
 * Asks the program to end and, after the grace time, ends it. The pipes are closed with it, so that a grandchild that inherited them
 * cannot hold us up.
 * @returns a function that calls the force off; call it when the program has ended.
 */
export function stop(child: ChildProcess, graceMs: number): () => void {
  const dropPipes = () => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  child.stdin?.destroy();
  child.kill('SIGTERM');
  child.once('exit', dropPipes);
  const force = setTimeout(() => {
    child.kill('SIGKILL');
    dropPipes();
  }, graceMs);
  return () => clearTimeout(force);
}
