/** Facts about this machine and who runs Holdfast on it, and where its state belongs. */
import { availableParallelism, homedir, hostname, userInfo } from 'node:os';
import { posix, win32 } from 'node:path';
import type { Env } from './env.ts';

export const isLinux = process.platform === 'linux';
export const isMac = process.platform === 'darwin';
export const isWindows = process.platform === 'win32';

export interface Identity {
  readonly hostname: string;
  readonly username: string;
  /** 0 where the system has no such numbers. */
  readonly uid: number;
  readonly gid: number;
}

/** Who makes a backup, as snapshots and locks name it. An account the system does not know is named by its number. */
export function identity(): Identity {
  const [uid, gid] = [process.geteuid?.() ?? 0, process.getegid?.() ?? 0];
  return { hostname: hostname(), username: accountName() ?? String(uid), uid, gid };
}

function accountName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null; // running under a number without an account, as containers do
  }
}

/** How many computing threads are worth having; 1 or more. */
export const cpuCount = (): number => availableParallelism();

/** Absolute folders; they may not exist yet. */
export interface StateFolders {
  /** `settings.json`. */
  readonly config: string;
  /** `catalog.db`, the default vault. */
  readonly data: string;
  readonly cache: string;
  readonly log: string;
}

/** Everything in one place when told so, else where the platform wants it (XDG, Application Support, AppData). */
export function stateFolders(env: Env, platform: NodeJS.Platform = process.platform, home: string = homedir()): StateFolders {
  const { join, resolve } = platform === 'win32' ? win32 : posix;
  if (env.holdfastHome !== null) {
    const root = resolve(env.holdfastHome);
    return { config: root, data: root, cache: join(root, 'cache'), log: join(root, 'log') };
  }
  if (platform === 'win32') return windowsFolders(env, home);
  if (platform === 'darwin') {
    const data = join(home, 'Library', 'Application Support', 'Holdfast');
    return { config: data, data, cache: join(home, 'Library', 'Caches', 'Holdfast'), log: join(home, 'Library', 'Logs', 'Holdfast') };
  }
  const { config, data, cache } = env.xdg;
  const dataHome = join(absolute(data) ?? join(home, '.local', 'share'), 'holdfast');
  return {
    config: join(absolute(config) ?? join(home, '.config'), 'holdfast'),
    data: dataHome,
    cache: join(absolute(cache) ?? join(home, '.cache'), 'holdfast'),
    log: join(dataHome, 'log'),
  };
}

function windowsFolders({ windows }: Env, home: string): StateFolders {
  const roaming = windows.appData ?? win32.join(home, 'AppData', 'Roaming');
  const data = win32.join(windows.localAppData ?? win32.join(home, 'AppData', 'Local'), 'Holdfast');
  return { config: win32.join(roaming, 'Holdfast'), data, cache: win32.join(data, 'cache'), log: win32.join(data, 'log') };
}

/** The XDG rules have relative values ignored. */
const absolute = (path: string | null): string | null => (path !== null && posix.isAbsolute(path) ? path : null);
