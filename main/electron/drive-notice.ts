/** A question about a drive, as the system's own notification: for when nobody looks at the window. */
import { Notification } from 'electron';
import type { DriveNotice } from './engine-messages.ts';
import type { Words } from './words.ts';

/** The system forgets one that nobody holds on to, and its click with it. */
const open = new Set<Notification>();

export function showDriveNotice({ kind, drive, plans }: DriveNotice, words: Words['drive'], clicked: () => void): void {
  if (!Notification.isSupported()) return;
  const notice = new Notification({ title: words[kind](drive, plans.join(', ')), body: words.open });
  open.add(notice);
  notice.on('click', clicked);
  for (const end of ['click', 'close', 'failed'] as const) notice.on(end as 'close', () => open.delete(notice));
  notice.show();
}
