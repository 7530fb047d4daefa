/** Tests of env.ts and platform.ts. */
import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';
import { cpuCount, identity, stateFolders } from './platform.ts';

describe('readEnv', () => {
  it('takes empty for not set', () => {
    const env = readEnv({ HOLDFAST_PASSWORD: '', HOME: '/home/u', RESTIC_PASSWORD: 'x', NO_COLOR: '' });
    expect(env).toMatchObject({ password: null, home: '/home/u', restic: { password: 'x', repository: null }, noColor: false });
  });

  it('tells build servers and colour wishes', () => {
    expect(['1', 'true', 'yes', '0', 'false', ''].map((CI) => readEnv({ CI }).ci)).toEqual([true, true, true, false, false, false]);
    expect(readEnv({ NO_COLOR: '0' }).noColor).toBe(true);
  });
});

describe('stateFolders', () => {
  const of = (variables: Record<string, string>, platform: NodeJS.Platform, home: string) => stateFolders(readEnv(variables), platform, home);

  it('is one place when told so', () => {
    expect(of({ HOLDFAST_HOME: '/x' }, 'linux', '/home/u')).toEqual({ config: '/x', data: '/x', cache: '/x/cache', log: '/x/log' });
  });

  it('is where each platform wants it', () => {
    expect(of({}, 'linux', '/home/u')).toEqual({
      config: '/home/u/.config/holdfast',
      data: '/home/u/.local/share/holdfast',
      cache: '/home/u/.cache/holdfast',
      log: '/home/u/.local/share/holdfast/log',
    });
    expect(of({ XDG_CONFIG_HOME: '/c', XDG_CACHE_HOME: 'relative' }, 'linux', '/home/u')).toMatchObject({
      config: '/c/holdfast',
      cache: '/home/u/.cache/holdfast',
    });
    expect(of({}, 'darwin', '/Users/u').data).toBe('/Users/u/Library/Application Support/Holdfast');
    expect(of({ APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\u')).toMatchObject({
      config: 'C:\\R\\Holdfast',
      cache: 'C:\\L\\Holdfast\\cache',
    });
  });
});

describe('this machine', () => {
  it('has a name, somebody who runs this, and a processor', () => {
    const { hostname, username, uid } = identity();
    expect(hostname).not.toBe('');
    expect(username).not.toBe('');
    expect(uid).toBe(process.geteuid?.() ?? 0);
    expect(cpuCount()).toBeGreaterThan(0);
  });
});
