/** Ann, who keeps letters and pictures in her home folder and has never heard of snapshots. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Desk } from '../../fixture/cli/desk.ts';

/** A picture of one pixel. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPj/HwAEBgIApD5fRAAAAABJRU5ErkJggg==', 'base64');

const FILES: Record<string, string | Uint8Array> = {
  'Documents/Taxes/2025/return.txt': 'Income 41,200\nTax paid 9,870\nRefund 312\n',
  'Documents/Taxes/2025/notes.txt': 'Ask about the home office.\n',
  'Documents/Taxes/2024/return.txt': 'Income 39,900\nTax paid 9,410\n',
  'Documents/Letters/To the landlord.txt': 'The heating does not work again.\n',
  'Documents/Letters/To Grandma ❤ שלום.txt': 'See you on Sunday!\n',
  'Documents/.cache/thumbnails.bin': new Uint8Array(300_000),
  'Pictures/Harbour.png': PNG,
  'Pictures/2026/Boat.png': PNG,
};

export class Person extends Desk {
  constructor() {
    super();
    for (const [path, content] of Object.entries(FILES)) this.write(path, content);
  }

  /** Her home folder, or something in it. */
  own(...parts: string[]): string {
    return join(this.at('user'), ...parts);
  }

  /** @param at when it was last changed; default: now. */
  write(path: string, content: string | Uint8Array, at?: Date): string {
    const full = this.own(path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
    if (at !== undefined) utimesSync(full, at, at);
    return full;
  }
}

/** A person for one test: her things go after the windows that were opened for her. */
export function meet(): Person {
  const person = new Person();
  onTestFinished(() => person[Symbol.dispose]());
  return person;
}
