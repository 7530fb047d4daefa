/** The single-instance lock: a file with the owner's process id; a second one leaves a note beside it and is turned away. */
import { closeSync, openSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync, writeSync, type FSWatcher } from 'node:fs';
import { join } from 'node:path';

const NOTE = 'second-instance-';

export class SingleInstance {
  readonly #folder: string;
  readonly #watcher: FSWatcher;

  /** Null: there is one already, and it knows now that somebody came. */
  static take(folder: string, secondCame: (argv: string[], cwd: string) => void): SingleInstance | null {
    const owner = ownerOf(folder);
    if (owner !== null && owner !== process.pid) {
      const note = join(folder, `${process.pid}.part`);
      writeFileSync(note, JSON.stringify({ argv: process.argv, cwd: process.cwd() }));
      renameSync(note, join(folder, `${NOTE}${process.pid}`));
      return null;
    }
    const handle = openSync(join(folder, 'lock'), 'w');
    writeSync(handle, String(process.pid));
    closeSync(handle);
    return new SingleInstance(folder, secondCame);
  }

  private constructor(folder: string, secondCame: (argv: string[], cwd: string) => void) {
    this.#folder = folder;
    this.#watcher = watch(folder, () => {
      for (const name of readdirSync(folder).filter((each) => each.startsWith(NOTE))) {
        const { argv, cwd } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { argv: string[]; cwd: string };
        rmSync(join(folder, name));
        secondCame(argv, cwd);
      }
    });
  }

  release(): void {
    this.#watcher.close();
    rmSync(join(this.#folder, 'lock'), { force: true });
  }
}

/** One that is dead owns nothing. */
function ownerOf(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, 'lock'), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null; // no lock, or nobody behind it
  }
}
