/** Addresses as they may be shown: in messages, lists and logs. Never with a password in them. */
import type { Address } from './address.ts';

/** The address in the form `parseAddress` reads back, without its password. */
export function showAddress(address: Address): string {
  switch (address.kind) {
    case 'local':
      return address.path;
    case 'drive':
      return address.path === '' ? `drive:${address.drive}` : `drive:${address.drive}/${address.path}`;
    case 'sftp': {
      const user = address.user === null ? '' : `${encodeURIComponent(address.user)}@`;
      const host = address.host.includes(':') ? `[${address.host}]` : address.host;
      const port = address.port === null ? '' : `:${address.port}`;
      return `sftp://${user}${host}${port}/${encodePath(address.path)}`;
    }
    case 's3': {
      const options = new URLSearchParams();
      if (address.endpoint !== null) options.set('endpoint', address.endpoint);
      if (address.region !== null) options.set('region', address.region);
      const query = options.size === 0 ? '' : `?${options.toString()}`;
      return `s3://${address.bucket}/${encodePath(address.prefix)}${query}`;
    }
    case 'webdav':
      return showUrl(address.url).replace(/^http/, 'webdav');
    case 'rest':
      return `rest:${showUrl(address.url)}`;
    case 'rclone':
      return `rclone:${address.remote}:${address.path}`;
  }
}

const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** Query and fragment mean nothing to these servers and could hold a token: they are left out. */
function showUrl(url: URL): string {
  const user = url.username === '' ? '' : `${url.username}@`;
  return `${url.protocol}//${user}${url.host}${url.pathname}`;
}

/**
 * A text that failed to be an address, fit to be shown. It may be garbled, so this errs towards hiding: whatever stands between a `:`
 * and a later `@`, unless it is a port, and every value of a query.
 */
export function hideSecrets(text: string): string {
  const shown = text
    .replace(/\/\/(?!\[)([^/:?#]*):(?!\d*(?:[/?#]|$)).*@/s, '//$1@')
    .replace(/^((?:[a-z0-9+-]+:)?[^/:@]*):(?!\/\/)[^/]*@/i, '$1@')
    .replace(/([?&][^=&#]*)=[^&#]*/g, '$1=…');
  return /^rclone::/i.test(text) ? 'rclone:…' : shown;
}
