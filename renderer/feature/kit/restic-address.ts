/** An address as restic writes it (restic manual, "Preparing a new repository"). */

/** Null: restic cannot reach this kind of place. */
export function resticAddress(address: string): string | null {
  if (address.startsWith('s3://')) return fromS3(new URL(address));
  if (/^webdavs?:\/\//.test(address)) return null;
  const sftp = /^(sftp:\/\/[^/]+)\/(.*)$/.exec(address);
  return sftp === null ? address : `${sftp[1]}/${sftp[2]!.replaceAll('%2F', '/')}`;
}

function fromS3({ host, pathname, searchParams }: URL): string {
  const endpoint = searchParams.get('endpoint') ?? 's3.amazonaws.com';
  return `s3:${endpoint.replace(/\/$/, '')}/${host}${decodeURI(pathname).replace(/\/$/, '')}`;
}
