/** The links of a store, opened when they are first read from and kept open. */
import type { Call } from '../../../base/call.ts';
import { Fault, isFault, toFault } from '../../../base/fault.ts';
import { shortId } from '../../../base/ids.ts';
import { openLink, type OpenLink } from '../link-files.ts';
import type { Link } from '../manifest/link.ts';
import type { Links } from './link-content.ts';

export interface PoolParts {
  root: string;
  /** Passphrase or identity; null: nothing is encrypted, or cannot be read. */
  secret: string | null;
  /** The link of an id; null: it has no sidecar (any more). */
  find(id: string, call: Call): Promise<Link | null>;
  /** What a link was called that is not there. */
  nameOf(id: string, call: Call): Promise<string | null>;
}

export class LinkPool implements Links {
  readonly #parts: PoolParts;
  readonly #open = new Map<string, Promise<OpenLink>>();

  constructor(parts: PoolParts) {
    this.#parts = parts;
  }

  open(id: string, call: Call): Promise<OpenLink> {
    const known = this.#open.get(id);
    if (known !== undefined) return known;
    const opening = this.#opened(id, call);
    this.#open.set(id, opening);
    opening.catch(() => void this.#open.delete(id));
    return opening;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const link of open) await (await link.catch(() => null))?.close(); // what never opened was told to whoever wanted it
  }

  async #opened(id: string, call: Call): Promise<OpenLink> {
    const { root, secret, find, nameOf } = this.#parts;
    const link = await find(id, call);
    if (link === null) {
      const name = (await nameOf(id, call)) ?? shortId(id);
      throw new Fault('damaged', `The archive ${name} is missing: content of this snapshot lies in it.`, { context: { archive: name }, advice: MISSING });
    }
    try {
      return await openLink(root, link, secret, call);
    } catch (error) {
      if (!isFault(error, 'missing')) throw toFault(error, `The archive ${link.name} cannot be opened`);
      throw new Fault('damaged', `${error.message} Content of this snapshot lies in it.`, { context: { archive: link.name }, cause: error, advice: MISSING });
    }
  }
}

const MISSING = 'Put the file back where it was, if it was moved; "holdfast check" says which snapshots need it.';
