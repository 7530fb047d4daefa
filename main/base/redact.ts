/** Takes secrets out of what is about to be written down: by the name they stand under, by what they are, and inside addresses. */

const REDACTED = '[redacted]';
/** Names that hold secrets, alone or as the end of a longer one (`newPassword`, `access_key`); `keyId`, `monkey` or `tokens` (a count) do not. */
const SECRET_NAME = /(?:pass(?:word|phrase|wd)?|pwd|secret|token|credentials?|authorization|cookie)$/i;
const KEY_NAME = /(?:^[Kk]ey|[_.-][Kk]ey|[a-z0-9]Key|KEY)$/;
const PASSWORD_IN_ADDRESS = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi;
const MAX_DEPTH = 8;

const isSecret = (name: string): boolean => SECRET_NAME.test(name) || KEY_NAME.test(name);

export class Redactor {
  readonly #secrets = new Set<string>();

  /** From now on this text is taken out wherever it appears, also the way it is written in an address. */
  register(secret: string): void {
    for (const form of [secret, encodeURIComponent(secret.toWellFormed())]) if (form !== '') this.#secrets.add(form);
  }

  text(text: string): string {
    let clean = text;
    // The longest first: a secret may begin with another one.
    for (const secret of [...this.#secrets].toSorted((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, REDACTED);
    return clean.replaceAll(PASSWORD_IN_ADDRESS, `$1:${REDACTED}@`);
  }

  /** A plain copy that JSON can hold: errors as objects, big numbers as text, what is nested too deep left out. */
  fields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return this.#record(fields, 0);
  }

  #record(record: object, depth: number): Record<string, unknown> {
    return Object.fromEntries(Object.entries(record).map(([name, value]) => [this.text(name), isSecret(name) && value != null ? REDACTED : this.#value(value, depth)]));
  }

  #value(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value === 'bigint') return value.toString();
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MAX_DEPTH) return '[deep]';
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
    if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`; // could be a key
    if (Array.isArray(value)) return value.map((item) => this.#value(item, depth + 1));
    if (value instanceof Error) return this.#error(value, depth);
    return this.#record(value, depth + 1);
  }

  #error(error: Error, depth: number): Record<string, unknown> {
    const { name, message, stack, cause } = error;
    return {
      name, message: this.text(message), ...this.#record(error, depth + 1),
      ...(stack === undefined ? {} : { stack: this.text(stack) }),
      ...(cause === undefined ? {} : { cause: this.#value(cause, depth + 1) }),
    };
  }
}
