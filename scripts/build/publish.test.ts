/** Moving a build into place. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { publish } from './publish.mjs';

describe('publish', () => {
  it('replaces what is new, and keeps the parts of the build before for a day', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-publish-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const put = (path: string, content: string): string => {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), content);
      return join(folder, path);
    };
    put('live/index.html', 'old');
    put('live/assets/yesterday.js', 'old');
    const ancient = put('live/assets/ancient.js', 'old');
    utimesSync(ancient, new Date(0), new Date(0));
    put('made/index.html', 'new');
    put('made/assets/today.js', 'new');
    publish(join(folder, 'made'), join(folder, 'live'), (name: string) => name === 'index.html');
    expect(readFileSync(join(folder, 'live/index.html'), 'utf8')).toBe('new');
    expect(['today', 'yesterday', 'ancient'].map((name) => existsSync(join(folder, `live/assets/${name}.js`)))).toEqual([true, true, false]);
  });
});
