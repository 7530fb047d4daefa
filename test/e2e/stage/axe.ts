/** axe on a page as it stands: every breach of WCAG A and AA, and of its best practices, as a line. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Found {
  violations: { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] }[];
}

/** Rules that look at colours: all a page's other scheme can breach. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What is fading in has another colour for a moment. What moves for ever is as it will be. */
const SETTLED = 'Promise.allSettled(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished)).then(() => undefined)';

/** Runs in the test's own world of the page: the content policy keeps holding for the page's. @param only `colours` where the page was looked at in its other scheme. */
export async function breachesOf(page: Page, only?: 'colours'): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const { frameTree } = await session.send('Page.getFrameTree');
    const { executionContextId: contextId } = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: 'axe' });
    await session.send('Runtime.evaluate', { contextId, expression: SOURCE });
    await session.send('Runtime.evaluate', { contextId, awaitPromise: true, expression: SETTLED });
    const { result } = await session.send('Runtime.evaluate', { contextId, awaitPromise: true, returnByValue: true, expression: `axe.run(document, ${only === undefined ? '{}' : JSON.stringify({ runOnly: COLOURS })})` });
    return (result.value as Found).violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}\n  ${target.join(' ')}\n  ${failureSummary.replaceAll('\n', '\n  ')}`));
  } finally {
    await session.detach();
  }
}
