import { afterEach, describe, expect, it } from 'vitest';
import { connection } from '../client.ts';
import { liveNews } from './live-news.ts';

/** News that are told by hand. */
function teller() {
  const tellings: { tell: (news: string) => void; fail: (error: Error) => void; signal: AbortSignal }[] = [];
  const open = async (signal: AbortSignal): Promise<AsyncIterable<string>> => {
    const queue: string[] = [];
    const failures: Error[] = [];
    let wake = (): void => undefined;
    tellings.push({ signal, tell: (news) => (queue.push(news), wake()), fail: (error) => (failures.push(error), wake()) });
    return (async function* () {
      for (;;) {
        for (let news = queue.shift(); news !== undefined; news = queue.shift()) yield news;
        const [failure] = failures;
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    })();
  };
  return { open, tellings };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const link = { call: () => Promise.resolve(null) };
afterEach(() => connection.detach(link));

describe('news of the whole window', () => {
  it('come with the ones before them, and begin anew with the connection', async () => {
    connection.attach(link);
    const { open, tellings } = teller();
    const heard: [string, string | null][] = [];
    liveNews(open, (news, before) => heard.push([news, before])).follow();
    await settled();
    tellings[0]!.tell('one');
    tellings[0]!.tell('two');
    await settled();
    connection.detach(link);
    expect(tellings[0]!.signal.aborted).toBe(true);
    connection.attach(link);
    await settled();
    tellings[1]!.tell('three');
    await settled();
    expect(heard).toEqual([['one', null], ['two', 'one'], ['three', 'two']]);
  });

  it('go on after an error when somebody asks for them again', async () => {
    connection.attach(link);
    const { open, tellings } = teller();
    const heard: string[] = [];
    const live = liveNews(open, (news) => heard.push(news));
    live.follow();
    await settled();
    tellings[0]!.fail(new Error('broken'));
    await settled();
    live.followAgain();
    await settled();
    tellings[1]!.tell('mended');
    await settled();
    expect(heard).toEqual(['mended']);
  });
});
