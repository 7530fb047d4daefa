/** SecretStore: where passwords and keys are kept. What it promises is checked by `test/contract/secret.ts`. */

export type SecretKind = 'keyring' | 'file';

/**
 * Promises:
 * - What was set is found by another connection at once and after a restart, character by character.
 * - Setting replaces; deleting what is not there is no error; names do not touch each other.
 * - No secret is ever in a message, nor readable by another user.
 */
export interface SecretStore {
  readonly kind: SecretKind;
  /** Null when there is none under this name. */
  get(name: string): Promise<string | null>;
  set(name: string, secret: string): Promise<void>;
  /** @returns whether there was one. */
  delete(name: string): Promise<boolean>;
}
