/** Addresses: every form people and restic write, how each is shown, and that no password ever is. */
import { describe, expect, it } from 'vitest';
import { Fault } from '../base/fault.ts';
import { hideSecrets, showAddress } from './address-show.ts';
import { parseAddress } from './address.ts';
import type { Address } from './address.ts';

const around = { cwd: '/here', home: '/home/ada' };
const parse = (text: string): Address => parseAddress(text, around);

/** The Fault a text is refused with. */
function refusal(text: string): Fault {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error(`"${text}" was taken.`);
}

const local = (path: string) => ({ kind: 'local', path });
const drive = (name: string, path: string) => ({ kind: 'drive', drive: name, path });
const sftp = (path: string, more: object = {}) => ({ kind: 'sftp', user: 'ada', password: null, host: 'server', port: null, path, ...more });
const s3 = (prefix: string, more: object = {}) => ({ kind: 's3', endpoint: null, region: null, bucket: 'bucket', prefix, ...more });

describe('parseAddress', () => {
  it.each([
    ['/mnt/drive', local('/mnt/drive')],
    ['/mnt/drive/', local('/mnt/drive')],
    ['/mnt/a:b@c?d=e', local('/mnt/a:b@c?d=e')],
    ['backup', local('/here/backup')],
    ['./b:ackup', local('/here/b:ackup')],
    ['../backup', local('/backup')],
    ['sub/dir:x', local('/here/sub/dir:x')],
    ['.', local('/here')],
    ['~', local('/home/ada')],
    ['~/backup', local('/home/ada/backup')],
    ['local:/mnt/drive', local('/mnt/drive')],
    ['local:sftp:x', local('/here/sftp:x')],
    ['local:~/backup', local('/home/ada/backup')],
    ['file:///mnt/my%20drive', local('/mnt/my drive')],
    ['file:/mnt/drive', local('/mnt/drive')],
    ['FILE://localhost/mnt/drive', local('/mnt/drive')],
    ['drive:Photos/backup', drive('Photos', 'backup')],
    ['drive:My Photos', drive('My Photos', '')],
    ['drive:0a1b2c3d/a//b/../c/', drive('0a1b2c3d', 'a/c')],
    ['DRIVE:Photos/../../etc', drive('Photos', 'etc')],
    ['C:\\backup', local('C:\\backup')],
    ['d:/backup/x', local('d:\\backup\\x')],
    ['\\\\server\\share\\x', local('\\\\server\\share\\x')],
    ['sftp://ada@server/backup', sftp('backup')],
    ['sftp://ada@server//srv/backup/', sftp('/srv/backup')],
    ['sftp://ada:p%40ss@server:2222//srv', sftp('/srv', { port: 2222, password: 'p@ss' })],
    ['sftp://server/x%20y', sftp('x y', { user: null })],
    ['sftp://ada@[::1]:22/x', sftp('x', { host: '::1', port: 22 })],
    ['sftp:ada@server:/srv/backup', sftp('/srv/backup')],
    ['sftp:ada@example.org@server:backup', sftp('backup', { user: 'ada@example.org' })],
    ['sftp:server:x', sftp('x', { user: null })],
    ['s3://bucket/some/prefix', s3('some/prefix')],
    ['s3://bucket', s3('')],
    ['s3://bucket/p/?endpoint=minio.lan:9000&region=eu', s3('p', { endpoint: 'https://minio.lan:9000', region: 'eu' })],
    ['s3://bucket?endpoint=http://minio.lan:9000', s3('', { endpoint: 'http://minio.lan:9000' })],
    ['s3:s3.example.org/bucket/p', s3('p', { endpoint: 'https://s3.example.org' })],
    ['s3:http://localhost:9000/bucket', s3('', { endpoint: 'http://localhost:9000' })],
    ['rclone:drive:some/path', { kind: 'rclone', remote: 'drive', path: 'some/path' }],
    ['rclone:drive:', { kind: 'rclone', remote: 'drive', path: '' }],
  ])('reads %s', (text, address) => {
    expect(parse(text)).toEqual(address);
  });

  it.each([
    ['webdav://ada:secret@cloud/dav/', 'webdav', 'http://ada:secret@cloud/dav/'],
    ['webdavs://cloud:8443/dav', 'webdav', 'https://cloud:8443/dav'],
    ['rest:https://ada:secret@host:8000/repo/', 'rest', 'https://ada:secret@host:8000/repo/'],
    ['rest:http://host/', 'rest', 'http://host/'],
  ])('reads %s', (text, kind, url) => {
    const address = parse(text);
    expect([address.kind, 'url' in address && address.url.href]).toEqual([kind, url]);
  });

  it.each([
    '',
    'a\0b',
    'local:',
    'file:relative',
    'file://elsewhere/mnt',
    'file:///%zz',
    'file:///a%2Fb',
    'sftp:',
    'sftp:server',
    'sftp:/path',
    'sftp://server',
    'sftp://',
    'sftp://server/%zz',
    'sftp://server:port/x',
    's3:',
    's3:host',
    's3://',
    's3://bucket?secret=1',
    's3://key:secret@bucket/p',
    's3:https://key:secret@host/bucket',
    'webdav:',
    'webdav://',
    'rest:',
    'rest:ftp://host/',
    'rest:host',
    'rclone:',
    'rclone:drive',
    'rclone::sftp,pass=secret:x',
    'b2:bucket',
    'ftp://host/x',
    'constructor:x',
    'c:relative',
  ])('refuses %j', (text) => {
    expect(refusal(text).kind).toBe('invalid');
  });

  it('tells what to write where a folder has a colon in its name', () => {
    expect(refusal('photos:2024').advice).toContain('./photos:2024');
  });
});

describe('showAddress', () => {
  it.each([
    '/mnt/a:b@c',
    'sftp://ada@server/backup',
    'sftp://ada@server:2222//srv/x%20y',
    'sftp://ada@[::1]/x',
    's3://bucket/',
    's3://bucket/a/b',
    's3://bucket/p?endpoint=https%3A%2F%2Fminio.lan%3A9000&region=eu',
    'webdav://ada@cloud/dav/',
    'webdavs://cloud:8443/dav',
    'rest:https://host:8000/repo/',
    'rclone:drive:some/path',
  ])('gives back %s', (text) => {
    const address = parse(text);
    expect(showAddress(address)).toBe(text);
    expect(parse(showAddress(address))).toEqual(address);
  });

  it.each([
    ['sftp://ada:secret@server/x', 'sftp://ada@server/x'],
    ['webdavs://ada:secret@cloud/dav?token=secret#secret', 'webdavs://ada@cloud/dav'],
    ['rest:https://ada:secret@host/', 'rest:https://ada@host/'],
  ])('leaves the password out of %s', (text, shown) => {
    expect(showAddress(parse(text))).toBe(shown);
  });
});

describe('a refusal', () => {
  it.each([
    'sftp://ada:secret@server',
    'sftp://ada:se/cret@server/x',
    'sftp://ada:secret#@server/x',
    'sftp://a@b:secret@server',
    'sftp:ada:secret@server:/x',
    'ada:secret@server:/x',
    'ftp://ada:secret@host/x',
    'rest:https://ada:secret@:bad/',
    'rest:ada:secret@host',
    's3://key:secret@bucket',
    's3:https://key:secret@host/bucket',
    's3:https://key:secret@:bad/bucket',
    's3://bucket?secret_key=secret',
    'rclone::sftp,host=x,pass=secret:path',
    'webdav://ada:12secret@:x/',
    'webdav://ada:secret%zz@/x',
  ])('of %s shows no password', (text) => {
    const fault = refusal(text);
    const told = JSON.stringify([fault.message, fault.advice, fault.context, fault.stack, String(fault.cause)]);
    expect(told).not.toMatch(/secret(?!_key)|cret@|pass=/);
  });

  it('still shows what is harmless', () => {
    for (const text of ['https://host:8080/path@x', 'https://[::1]:80/x@y', 'ftp://ada@host/x', 'b2:bucket:path'])
      expect(hideSecrets(text)).toBe(text);
  });
});
