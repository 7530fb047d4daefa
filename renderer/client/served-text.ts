/** Text out of a backup, or off a board: its bytes are fetched from the host, they never travel over the contract. */
import type { FilePreview } from '../../preload/contract/snapshot-procedures.ts';
import { client, servedUrl } from '../client.ts';

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
export async function versionText({ destination, snapshot }: { destination: string; snapshot: string }, path: string, signal: AbortSignal): Promise<VersionText | null> {
  return textOf(await client.snapshot.preview({ destination, snapshot, path }, { signal }), signal);
}

/** Null: it is no text. */
export async function textOf({ kind, url, truncated, size }: FilePreview, signal: AbortSignal): Promise<VersionText | null> {
  if (size === 0) return { text: '', truncated: false };
  return kind === 'text' && url !== null ? { text: await servedText(url, signal), truncated } : null;
}
