/** What of an entry's metadata this process can put on a file. The rest is in the manifest, and comes back with a restore. */
import type { Entry } from '../../../entry/entry.ts';

export interface Self {
  uid: number;
  gid: number;
  groups: readonly number[];
}

const processSelf = (): Self => ({ uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0, groups: process.getgroups?.() ?? [] });

export class Settable {
  readonly #self: Self;
  /** Entries of which something is in the manifest alone. */
  lessened = 0;

  constructor(self: Self = processSelf()) {
    this.#self = self;
  }

  /** The entry as it can be made. One that would belong to somebody else never keeps setuid or setgid: it would lend the wrong person's rights. */
  of<T extends Entry>(entry: T): T {
    const { uid, gid, groups } = this.#self;
    if (uid === 0) return entry;
    const owner = { uid, gid: groups.includes(entry.gid) ? entry.gid : gid };
    const foreign = owner.uid !== entry.uid || owner.gid !== entry.gid;
    const xattrs = entry.xattrs?.filter(({ name }) => name.startsWith('user.') || name.startsWith('system.posix_acl_'));
    const mode = foreign ? entry.mode & ~0o6000 : entry.mode;
    if (foreign || xattrs?.length !== entry.xattrs?.length) this.lessened++;
    return { ...entry, ...owner, mode, ...(xattrs === undefined ? {} : { xattrs }) };
  }
}
