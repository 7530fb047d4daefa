/** What the window's protocol answers, and what it never does. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findPageFiles, pageResponse } from './page-files.ts';

function built(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-page-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'renderer', 'index.html'), '<meta content="__CSP_NONCE__"><meta name="transport" content="__TRANSPORT__">');
  writeFileSync(join(folder, 'renderer', 'assets', 'main-1.js'), 'export {};');
  writeFileSync(join(folder, 'renderer', 'assets', 'main-1.js.map'), '{}');
  return join(folder, 'renderer');
}

const get = (path: string, files = findPageFiles(built()), method = 'GET') => pageResponse(method, path, files);

describe('the page', () => {
  it.each(['/', '/index.html', '/restore', '/plans/4c', '/runs/a-b'])('answers %s with itself under the strict policy, with a nonce that is new each time', async (path) => {
    const files = findPageFiles(built());
    const [first, second] = [await get(path, files), await get(path, files)];
    const [text, policy] = [await first.text(), first.headers.get('content-security-policy')!];
    const nonce = /content="([^"]+)"/.exec(text)![1]!;
    expect(text).toContain('name="transport" content="port"');
    expect(policy).toContain(`'nonce-${nonce}'`);
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(await second.text()).not.toContain(nonce);
    expect([first.status, first.headers.get('x-content-type-options'), first.headers.get('cache-control')]).toEqual([200, 'nosniff', 'no-store']);
  });

  it('gives out its files with their types', async () => {
    const response = await get('/assets/main-1.js');
    expect([await response.text(), response.headers.get('content-type')]).toEqual(['export {};', 'text/javascript; charset=utf-8']);
  });

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/..\\..\\secret.txt', '//secret.txt', '/secret.txt', '/assets/main-1.js.map', '/x.js', '/assets%2fmain-1.js', '/a%00', '/assets/../index.html'])(
    'has nothing at %s',
    async (path) => expect((await get(path)).status).toBe(404),
  );

  it('only reads', async () => {
    expect((await get('/', findPageFiles(built()), 'POST')).status).toBe(405);
  });

  it('says so when it has not been built', async () => {
    const response = await get('/', findPageFiles(join(built(), 'assets')));
    expect([response.status, await response.text()]).toEqual([503, expect.stringMatching(/npm start/)]);
  });
});
