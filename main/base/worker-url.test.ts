/** Tests of worker-url.ts. */
import { describe, expect, it } from 'vitest';
import { workerUrl } from './worker-url.ts';

describe('workerUrl', () => {
  it('is the source when run from source', () => {
    expect(workerUrl('vault-worker', 'file:///app/main/base/worker-url.ts').href).toBe('file:///app/main/store/vault/worker/worker.ts');
  });

  it('is the file beside the bundle when built', () => {
    expect(workerUrl('vault-worker', 'file:///app/dist/main/part-cli-Ab12cdef.js').href).toBe('file:///app/dist/main/vault-worker.js');
  });
});
