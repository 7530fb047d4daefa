/** Text out of a backup: its bytes are fetched from the host, they never travel over the contract. */
import { client, servedUrl } from '../../client.ts';
import type { At } from './queries.ts';

export class NotServed extends Error {
  override name = 'NotServed';
}

export async function servedText(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(servedUrl(url), { signal });
  if (!response.ok) throw new NotServed(String(response.status));
  return response.text();
}

export interface VersionText {
  text: string;
  truncated: boolean;
}

/** Null: it is no text. */
export async function versionText({ destination, snapshot }: At, path: string, signal: AbortSignal): Promise<VersionText | null> {
  const { kind, url, truncated, size } = await client.snapshot.preview({ destination, snapshot, path }, { signal });
  if (size === 0) return { text: '', truncated: false };
  return kind === 'text' && url !== null ? { text: await servedText(url, signal), truncated } : null;
}
