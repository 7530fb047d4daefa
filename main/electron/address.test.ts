/** Who is listened to. */
import { describe, expect, it } from 'vitest';
import { isOwnAddress, isOwnPage } from './address.ts';

describe('the address of the window', () => {
  it.each(['app://holdfast', 'app://holdfast/', 'app://holdfast/restore?at=1#x'])('knows %s as its own', (url) => {
    expect(isOwnAddress(url)).toBe(true);
  });

  it.each([
    '', 'about:blank', 'about:srcdoc', 'data:text/html,x', 'file:///etc/passwd', 'https://holdfast/', 'http://app://holdfast/',
    'app://holdfast.example/', 'app://example/holdfast', 'app://holdfast@example/', 'app://you@holdfast/', 'app://holdfast:80/', 'app:holdfast', 'apps://holdfast/',
  ])('does not know %s', (url) => {
    expect(isOwnAddress(url)).toBe(false);
  });

  it('listens to the page, to no frame in it, and to none that is gone', () => {
    const page = { url: 'app://holdfast/', parent: null };
    expect(isOwnPage(page)).toBe(true);
    expect(isOwnPage({ url: 'app://holdfast/', parent: page })).toBe(false);
    expect(isOwnPage({ url: 'https://example.org/', parent: null })).toBe(false);
    expect(isOwnPage(null)).toBe(false);
  });
});
