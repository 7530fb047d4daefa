/** What the system's dialogs are answered, in the order they come, and what they asked. */
import { setTimeout } from 'node:timers/promises';

export interface Asked {
  kind: 'open' | 'message' | 'error';
  options: { title?: string; message?: string; detail?: string; buttons?: string[]; cancelId?: number; defaultPath?: string };
}

export class ScriptedDialogs {
  readonly asked: Asked[] = [];
  readonly #folders: (string | null)[] = [];
  readonly #buttons: string[] = [];

  /** For the next folder dialogs: a path, or null to close it without a choice. */
  chooseFolder(...paths: (string | null)[]): void {
    this.#folders.push(...paths);
  }

  /** For the next message boxes, by the button's label. */
  press(...labels: string[]): void {
    this.#buttons.push(...labels);
  }

  /** What the dialog that comes next asks; 10 seconds at most. */
  async next(count = 1): Promise<Asked> {
    for (let look = 0; this.asked.length < count; look++) {
      if (look > 1000) throw new Error('No dialog came within ten seconds.');
      await setTimeout(10);
    }
    return this.asked[count - 1]!;
  }

  /** What nobody has scripted is closed without a choice. */
  answer({ kind, options }: Asked): unknown {
    this.asked.push({ kind, options });
    if (kind === 'error') return undefined;
    if (kind === 'open') {
      const path = this.#folders.shift() ?? null;
      return { canceled: path === null, filePaths: path === null ? [] : [path] };
    }
    const label = this.#buttons.shift();
    const pressed = label === undefined ? options.cancelId ?? 0 : (options.buttons ?? []).indexOf(label);
    if (pressed < 0) throw new Error(`The dialog has no button "${label}": ${(options.buttons ?? []).join(', ')}`);
    return { response: pressed, checkboxChecked: false };
  }
}
