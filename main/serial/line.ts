/** A serial line as the protocol sees it: bytes out, bytes in, a limit to every wait. */

/**
 * Promises:
 * - Bytes come in order, each once, and none is lost between two reads.
 * - Once the plug is pulled, every call rejects with a Fault of kind `offline` that names the port; bytes that came before are still read.
 * - A signal ends a wait with its reason; bytes that come later are there for the next read.
 */
export interface Line {
  /** As shown to people: path of the port. */
  readonly name: string;
  /** Resolves when the system has taken the bytes, which may be before they are on the wire. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
  /** All that has come, at least one byte; null when nothing came within so many milliseconds. */
  read(within: number, signal: AbortSignal): Promise<Uint8Array | null>;
  /** Idempotent. */
  close(): Promise<void>;
}
