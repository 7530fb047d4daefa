/** Names of user and group ids, from the system's own files, read once. Ids they do not hold have the name ''. */
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

export interface Owners {
  user(uid: number): string;
  group(gid: number): string;
}

let known: Owners | null = null;

/** The names of this system. */
export const systemOwners = (): Owners => (known ??= read());

function read(): Owners {
  const users = parseIds(textOf('/etc/passwd'));
  const groups = parseIds(textOf('/etc/group'));
  addSelf(users);
  return { user: (uid) => users.get(uid) ?? '', group: (gid) => groups.get(gid) ?? '' };
}

/** `name:password:id:…`, one a line; the first name of an id counts. */
export function parseIds(text: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name = '', , id = ''] = line.split(':');
    if (!/^\d+$/.test(id) || name === '' || name.startsWith('#') || names.has(Number(id))) continue;
    names.set(Number(id), name);
  }
  return names;
}

/** On macOS, and with a directory service, people are not in the file; whoever runs this is known all the same. */
function addSelf(users: Map<number, string>): void {
  try {
    const { uid, username } = userInfo();
    if (uid >= 0 && !users.has(uid)) users.set(uid, username);
  } catch {
    // an id without an account: it has no name anywhere
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // systems without such a file have names for nobody
  }
}
