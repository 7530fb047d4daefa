/** Questions to the window's process, and which answer belongs to which. */
import { describe, expect, it } from 'vitest';
import { EngineDesktop } from './engine-desktop.ts';
import { FromEngine } from './engine-messages.ts';

function desktop() {
  const said: unknown[] = [];
  return { said, desktop: new EngineDesktop((message) => void said.push(FromEngine.parse(message))) };
}

describe('asking for something on the screen', () => {
  it('gets its own answer, in whatever order they come', async () => {
    const { said, desktop: asking } = desktop();
    const folder = asking.pickFolder('Choose', undefined);
    const shown = asking.reveal('/x');
    expect(said).toEqual([
      { type: 'request', id: 0, request: { what: 'pick-folder', title: 'Choose', startAt: null } },
      { type: 'request', id: 1, request: { what: 'reveal', path: '/x' } },
    ]);
    asking.hear({ type: 'answer', id: 1, answer: null });
    asking.hear({ type: 'answer', id: 0, answer: '/home/ann' });
    asking.hear({ type: 'answer', id: 0, answer: '/late' });
    asking.hear({ type: 'answer', id: 7, answer: '/nobody asked' });
    expect([await folder, await shown]).toEqual(['/home/ann', undefined]);
  });

  it('fails as unsupported when it cannot be done', async () => {
    const { desktop: asking } = desktop();
    const shown = asking.reveal('/x');
    asking.hear({ type: 'refusal', id: 0, reason: 'There is no file manager.' });
    await expect(shown).rejects.toMatchObject({ kind: 'unsupported', message: 'There is no file manager.' });
  });
});
