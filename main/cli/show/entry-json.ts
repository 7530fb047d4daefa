/** Entries as restic's JSON has them: the nodes of `ls`, the matches of `find`. */
import type { Entry } from '../../../preload/contract/entry.ts';
import { goMode, goPermissions } from './mode.ts';

/** A line of `ls --json`. */
export function nodeJson(entry: Entry): string {
  const { type, rawPath: path, uid, gid, mtime, atime, ctime } = entry;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return withNumber(
    'inode',
    entry.inode,
    { name, type, path, uid, gid, ...sizeOf(entry), ...modeOf(entry), permissions: goPermissions(entry), mtime, atime, ctime },
    { message_type: 'node', struct_type: 'node' },
  );
}

/** One of the matches of `find --json`. */
export function matchJson(entry: Entry): string {
  const { rawPath: path, type, mtime, atime, ctime, uid, gid, user, group, links, linkTarget } = entry;
  const fields = {
    path,
    permissions: goPermissions(entry),
    type,
    ...modeOf(entry),
    mtime,
    atime,
    ctime,
    uid,
    gid,
    ...(user === '' ? {} : { user }),
    ...(group === '' ? {} : { group }),
  };
  const more = { ...sizeOf(entry), ...(links === undefined || links === 0 ? {} : { links }), ...(linkTarget === null ? {} : { linktarget: linkTarget }) };
  return withNumber('device_id', entry.deviceId, fields, more); // the inode is what restic leaves out here
}

/** Only files have a size, even an empty one. */
const sizeOf = ({ type, size }: Entry): object => (type === 'file' ? { size } : {});

const modeOf = (entry: Entry): object => (goMode(entry) === 0 ? {} : { mode: goMode(entry) });

/** Such numbers go beyond what a JavaScript number holds exactly: they are written digit by digit. */
function withNumber(name: string, digits: string | undefined, before: object, after: object): string {
  const [head, tail] = [JSON.stringify(before).slice(0, -1), JSON.stringify(after).slice(1)];
  const number = digits !== undefined && /^[1-9]\d*$/.test(digits) ? `,"${name}":${digits}` : '';
  return `${head}${number}${tail === '}' ? '' : ','}${tail}`;
}
