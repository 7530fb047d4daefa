/** The window's files as they are read from the build. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadWindow, windowFolder } from './window-files.ts';

function built(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-window-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

describe('the files of the window', () => {
  it('are all there by their path, without what is only for the build', () => {
    const files = loadWindow(built({ 'index.html': 'page', 'assets/main-12345678.js': 'x', 'assets/main-12345678.js.map': '{}', 'assets/main-12345678.js.br': 'small', 'icon.svg': '<svg/>', 'a.gz': 'no form of anything' }));
    expect([...files.keys()].sort()).toEqual(['/a.gz', '/assets/main-12345678.js', '/icon.svg', '/index.html']);
    expect(files.get('/assets/main-12345678.js')).toMatchObject({ immutable: true, type: 'text/javascript; charset=utf-8' });
    expect(files.get('/icon.svg')).toMatchObject({ immutable: false, type: 'image/svg+xml' });
  });

  it('are sent in the form the build made', async () => {
    const files = loadWindow(built({ 'index.html': 'page', 'assets/big.js': 'x'.repeat(5000), 'assets/big.js.br': 'made by the build' }));
    expect((await files.get('/assets/big.js')?.form('br'))?.bytes.toString()).toBe('made by the build');
  });

  it('are sent as they are when they are small or cannot get smaller', async () => {
    const files = loadWindow(built({ 'index.html': 'page', 'small.js': 'x', 'big.png': 'x'.repeat(5000) }));
    for (const path of ['/small.js', '/big.png']) expect(await files.get(path)?.form('br, gzip')).toMatchObject({ encoding: 'identity' });
  });

  it('are none when there is no build, or half of one', () => {
    expect(loadWindow('/nowhere/at/all').size).toBe(0);
    expect(loadWindow(built({ 'icon.svg': '<svg/>' })).size).toBe(0);
  });

  it('lie beside the built program, and where the build puts them when run from source', () => {
    expect(windowFolder('file:///app/dist/main/part-serve-12345678.js')).toBe(fileURLToPath('file:///app/dist/renderer'));
    expect(windowFolder('file:///app/main/serve/window-files.ts')).toBe(fileURLToPath('file:///app/dist/renderer'));
  });
});
