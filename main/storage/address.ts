/** Addresses of storages as people type them: a path, a URL, or what restic takes. Parsing touches nothing and refuses with Faults `invalid`. */
import { posix, resolve, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../base/fault.ts';
import { hideSecrets } from './address-show.ts';

export type Address = LocalAddress | DriveAddress | SftpAddress | S3Address | HttpAddress | RcloneAddress;

export interface LocalAddress {
  readonly kind: 'local';
  /** Absolute. */
  readonly path: string;
}

/** A folder on a removable drive, wherever that is mounted. */
export interface DriveAddress {
  readonly kind: 'drive';
  /** Its id; as people type it, also its name. */
  readonly drive: string;
  /** From the drive's root, with `/`, none at either end; `''` for the root itself. */
  readonly path: string;
}

export interface SftpAddress {
  readonly kind: 'sftp';
  readonly user: string | null;
  readonly password: string | null;
  readonly host: string;
  readonly port: number | null;
  /** Without a `/` in front it counts from the folder one lands in after login, as with restic. */
  readonly path: string;
}

export interface S3Address {
  readonly kind: 's3';
  /** Scheme, host and port; null: Amazon's own. */
  readonly endpoint: string | null;
  readonly region: string | null;
  readonly bucket: string;
  /** No `/` at either end; `''` for the whole bucket. */
  readonly prefix: string;
}

export interface HttpAddress {
  readonly kind: 'webdav' | 'rest';
  /** http or https; may hold a user and a password. */
  readonly url: URL;
}

export interface RcloneAddress {
  readonly kind: 'rclone';
  /** A remote from rclone's own configuration. */
  readonly remote: string;
  readonly path: string;
}

/** Where the caller stands: both absolute. */
export interface Surroundings {
  cwd: string;
  home: string;
}

/** By scheme: what follows the `:` as an address. */
const SCHEMES: Readonly<Record<string, (rest: string, text: string, around: Surroundings) => Address>> = {
  local: (rest, text, around) => (rest === '' ? refuse(text, 'the folder is missing') : local(rest, around)),
  file: (rest, text) => fileUrl(rest, text),
  drive,
  sftp: (rest, text) => (rest.startsWith('//') ? sftpUrl(text) : sftpShort(rest, text)),
  s3: (rest, text) => (rest.startsWith('//') ? s3Url(text) : s3Short(rest, text)),
  webdav: (rest, text) => ({ kind: 'webdav', url: httpUrl(`http:${rest}`, text) }),
  webdavs: (rest, text) => ({ kind: 'webdav', url: httpUrl(`https:${rest}`, text) }),
  rest: (rest, text) => ({ kind: 'rest', url: httpUrl(rest, text) }),
  rclone,
};

/** A Fault never shows a password that was in the text. */
export function parseAddress(text: string, around: Surroundings): Address {
  if (text === '') throw new Fault('invalid', 'The address of the destination is empty.');
  if (text.includes('\0')) return refuse(text.replaceAll('\0', '?'), 'it holds a NUL byte');
  if (/^[a-z]:[\\/]/i.test(text) || text.startsWith('\\\\')) return { kind: 'local', path: win32.resolve(text) };
  const scheme = /^([a-z][a-z0-9+-]*):/i.exec(text)?.[1];
  if (scheme === undefined) return local(text, around);
  const parse = Object.hasOwn(SCHEMES, scheme.toLowerCase()) ? SCHEMES[scheme.toLowerCase()] : undefined;
  if (parse === undefined) return refuse(text, `"${scheme}:" is no kind of storage`, `For a folder of that name, write "./${hideSecrets(text)}".`);
  return parse(text.slice(scheme.length + 1), text, around);
}

function local(path: string, { cwd, home }: Surroundings): LocalAddress {
  if (path === '~' || path.startsWith('~/')) return { kind: 'local', path: resolve(home, path.slice(2)) };
  return { kind: 'local', path: resolve(cwd, path) };
}

/** `..` leads no further up than the drive's root. */
function drive(rest: string, text: string): DriveAddress {
  const [, name = '', path = ''] = /^([^/\\]+)(?:[/\\]+(.*))?$/s.exec(rest) ?? [];
  if (name.trim() === '') return refuse(text, 'it is not of the form drive:NAME/path', '"holdfast drive list" shows the names of the drives.');
  return { kind: 'drive', drive: name, path: trimSlashes(posix.normalize(`/${path}`)) };
}

function fileUrl(rest: string, text: string): LocalAddress {
  if (!rest.startsWith('/')) return refuse(text, 'a file URL holds an absolute path');
  try {
    return { kind: 'local', path: resolve(fileURLToPath(`file:${rest}`)) };
  } catch {
    return refuse(text, 'the URL names no file on this machine');
  }
}

function sftpUrl(text: string): SftpAddress {
  const url = parseUrl(text, text);
  const path = decode(url.pathname, text).slice(1);
  if (path === '') return refuse(text, 'the folder on the server is missing');
  return {
    kind: 'sftp',
    user: decode(url.username, text) || null,
    password: decode(url.password, text) || null,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? null : Number(url.port),
    path: tidy(path),
  };
}

/** `user@host:path`, as ssh's own tools take it. */
function sftpShort(rest: string, text: string): SftpAddress {
  if (/^[^/@]*:[^/]*@/.test(rest)) return refuse(text, 'a password cannot be part of it');
  const [, user = null, host = '', path = ''] = /^(?:(.*)@)?([^:/@]+):(.+)$/s.exec(rest) ?? [];
  if (host === '') return refuse(text, 'it is not of the form sftp:user@host:/path');
  return { kind: 'sftp', user, password: null, host, port: null, path: tidy(path) };
}

function s3Url(text: string): S3Address {
  const url = parseUrl(text, text);
  if (url.username !== '' || url.password !== '') return refuse(text, 'access keys cannot be part of it');
  for (const option of url.searchParams.keys()) {
    if (option !== 'endpoint' && option !== 'region') return refuse(text, `"${option}" is no option of it`, 'The options are endpoint and region.');
  }
  const endpoint = url.searchParams.get('endpoint') || null;
  return {
    kind: 's3',
    endpoint: endpoint === null ? null : asEndpoint(endpoint, text),
    region: url.searchParams.get('region') || null,
    bucket: url.host,
    prefix: trimSlashes(decode(url.pathname, text)),
  };
}

/** `host/bucket/prefix` or `https://host/bucket/prefix`. */
function s3Short(rest: string, text: string): S3Address {
  const [, server = '', bucket = '', prefix = ''] = /^((?:https?:\/\/)?[^/]+)\/([^/]+)(?:\/(.*))?$/s.exec(rest) ?? [];
  if (bucket === '') return refuse(text, 'it is not of the form s3:host/bucket/prefix');
  return { kind: 's3', endpoint: asEndpoint(server, text), region: null, bucket, prefix: trimSlashes(prefix) };
}

function asEndpoint(server: string, text: string): string {
  const url = httpUrl(server.includes('://') ? server : `https://${server}`, text);
  if (url.username !== '' || url.password !== '') return refuse(text, 'access keys cannot be part of it');
  return url.origin;
}

/** Remotes made up on the spot (`:sftp,pass=…:`) may hold secrets and are refused. */
function rclone(rest: string, text: string): RcloneAddress {
  const [, remote = '', path = ''] = /^([\w][\w .+@-]*):(.*)$/s.exec(rest) ?? [];
  if (remote === '') return refuse(text, 'it is not of the form rclone:remote:path', 'Use a remote that "rclone config" knows.');
  return { kind: 'rclone', remote, path };
}

function httpUrl(source: string, text: string): URL {
  const url = parseUrl(source, text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse(text, 'it is not of the form https://host/path');
  return url;
}

function parseUrl(source: string, text: string): URL {
  const url = URL.parse(source);
  if (url === null || url.hostname === '') return refuse(text, 'the URL cannot be read', 'Write special characters in it as %XX.');
  return url;
}

function decode(part: string, text: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse(text, 'a "%" in it is not followed by two hexadecimal digits');
  }
}

/** Without `.` and `..` and a `/` at the end. */
const tidy = (path: string): string => posix.normalize(path).replace(/(?<=.)\/+$/, '');

const trimSlashes = (path: string): string => path.replace(/^\/+|\/+$/g, '');

/** No cause is kept: what the URL parser throws repeats the text, password included. */
function refuse(text: string, reason: string, advice?: string): never {
  const address = hideSecrets(text);
  throw new Fault('invalid', `"${address}" is no address of a destination: ${reason}.`, { context: { address }, advice });
}
