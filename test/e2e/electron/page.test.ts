/** What the window's page gets from the desktop, and what it never gets. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foreignServer, startApp, startProbe, until } from './stage/desktop.ts';

/** What makes a file a picture. */
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('the page', () => {
  it('opens, is told that it is on the desktop, and has the colour of the system from the start', async () => {
    const { app } = await startApp({ setting: { dark: true } });
    await app.page.getByText('Desktop').waitFor();
    expect(await app.page.title()).toMatch(/Holdfast/);
    expect(await app.windows()).toMatchObject([{ shown: true, focused: true, background: '#12161c', url: 'app://holdfast/' }]);
    expect(app.said).toBe('');
  });

  it('speaks the contract with the engine', async () => {
    const { ask } = await startProbe();
    expect(await ask('probe.client.app.info()')).toMatchObject({ host: 'desktop', can: { pickFolder: true, reveal: true } });
    const refusal = await ask<{ code: string; kind: string }>('probe.client.run.get({ runId: "none" }).catch(({ code, data }) => ({ code, kind: data.kind }))');
    expect(refusal).toEqual({ code: 'MISSING', kind: 'missing' });
  });

  it('gets streams until they end, and ends them when it has enough', async () => {
    const { ask, folder } = await startProbe();
    mkdirSync(join(folder, 'some'));
    for (let file = 0; file < 100; file++) writeFileSync(join(folder, 'some', `${file}`), 'x'.repeat(10));
    const source = JSON.stringify({ source: { kind: 'folder', paths: [join(folder, 'some')] } });
    const last = await ask<object>(`(async () => { let last; for await (const measure of await probe.client.source.measure(${source})) last = measure; return last; })()`);
    expect(last).toMatchObject({ kept: { files: 100, bytes: 1000 }, done: true });
    const live = await ask<object[]>('(async () => { const seen = []; for await (const message of await probe.client.run.live()) { seen.push(message); break; } return seen; })()');
    expect(live).toEqual([{ running: [], ended: [] }]);
  });

  it('finds itself at every place it knows, also when it is loaded there', async () => {
    const { app } = await startApp();
    await app.page.getByText('Desktop').waitFor();
    await app.clickMenu('Go', 'History');
    await app.page.waitForURL('**/history');
    await app.page.reload();
    await app.page.getByText('Desktop').waitFor();
    expect(new URL(app.page.url()).pathname).toBe('/history');
  });

  it('is led to its settings by the menu', async () => {
    const { app } = await startApp();
    await app.page.getByText('Desktop').waitFor();
    await app.clickMenu('File', 'Settings…');
    await app.page.waitForURL('**/settings');
  });
});

describe('a preview', () => {
  it('comes from the engine as it is in the backup, and can do nothing', async () => {
    const { ask, folder } = await startProbe();
    const picture = randomBytes(3_000_000);
    PNG.copy(picture);
    mkdirSync(join(folder, 'some'));
    writeFileSync(join(folder, 'some', 'harbour.png'), picture);
    const path = join(folder, 'some', 'harbour.png');
    const shown = await ask<{ url: string }>(`(async () => {
      const { runId } = await probe.client.plan.run({ source: { kind: 'folder', paths: [${JSON.stringify(join(folder, 'some'))}] } });
      for await (const _ of await probe.client.run.watch({ runId }));
      return probe.client.snapshot.preview({ snapshot: 'latest', path: ${JSON.stringify(path)} });
    })()`);
    const got = await ask<object>(`fetch(${JSON.stringify(`/${shown.url}`)}).then(({ headers }) => ({
      type: headers.get('content-type'), sniff: headers.get('x-content-type-options'), policy: headers.get('content-security-policy'),
    }))`);
    expect(got).toMatchObject({ type: 'image/png', sniff: 'nosniff', policy: expect.stringMatching(/^sandbox; default-src 'none'/) });
    const sum = await ask<string>(`fetch(${JSON.stringify(`/${shown.url}`)}).then((answer) => answer.bytes()).then((bytes) => crypto.subtle.digest('SHA-256', bytes)).then((hash) => new Uint8Array(hash).toHex())`);
    expect(sum).toBe(createHash('sha256').update(picture).digest('hex'));
    expect(await ask("fetch('/preview/00000000-0000-0000-0000-000000000000').then(({ status }) => status)")).toBe(404);
  });
});

describe('the page cannot', () => {
  it('run scripts or styles from its text, or code from strings', async () => {
    const { app, ask } = await startProbe();
    const violations = await ask<string[]>(`new Promise((resolve) => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.push(effectiveDirective));
      document.body.innerHTML = '<p id="plain" style="position: fixed">x</p><img src="x:" onerror="globalThis.ran = true">';
      const script = Object.assign(document.createElement('script'), { textContent: 'globalThis.ran = true' });
      const style = Object.assign(document.createElement('style'), { textContent: 'p { color: rgb(1, 2, 3) }' });
      document.body.append(script, style);
      setTimeout(() => resolve(seen), 200);
    })`);
    expect(new Set(violations)).toEqual(new Set(['style-src-attr', 'script-src-elem', 'script-src-attr', 'style-src-elem', 'img-src']));
    expect(await ask('[typeof ran, getComputedStyle(document.querySelector("#plain")).position, getComputedStyle(document.querySelector("#plain")).color]')).toEqual(['undefined', 'static', expect.not.stringMatching('rgb(1, 2, 3)')]);
    const strings = await app.page.evaluate(`new Promise((resolve) => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', ({ blockedURI }) => { seen.push(blockedURI); resolve(seen); });
      setTimeout('globalThis.ran = true', 0);
    })`);
    expect([strings, await ask('typeof ran')]).toEqual([['eval'], 'undefined']);
  });

  it('reach anything but its own host', async () => {
    const { origin, heard } = await foreignServer();
    const { ask } = await startProbe();
    expect(await ask(`fetch(${JSON.stringify(origin)}).then(() => 'reached', () => 'refused')`)).toBe('refused');
    expect(await ask(`new Promise((resolve) => { const socket = new WebSocket(${JSON.stringify(origin.replace('http', 'ws'))}); socket.onopen = () => resolve('reached'); socket.onerror = () => resolve('refused'); })`)).toBe('refused');
    await ask(`(document.body.innerHTML = '<img src="${origin}/img"><iframe src="${origin}/frame"></iframe><object data="${origin}/object"></object>', new Promise((resolve) => setTimeout(resolve, 300)))`);
    expect(await ask(`navigator.sendBeacon(${JSON.stringify(`${origin}/beacon`)}) && new Promise((resolve) => setTimeout(() => resolve(true), 200))`)).toBe(true);
    expect(heard).toEqual([]);
  });

  it('leave, or send a form away', async () => {
    const { origin, heard } = await foreignServer();
    const { app, ask } = await startProbe();
    const before = app.page.url();
    await ask(`(location.href = ${JSON.stringify(`${origin}/left`)}, new Promise((resolve) => setTimeout(resolve, 300)))`);
    await ask(`(document.body.innerHTML = '<form method="post" action="${origin}/form"><button>x</button></form>', document.querySelector('button').click(), new Promise((resolve) => setTimeout(resolve, 300)))`);
    expect([app.page.url(), heard]).toEqual([before, []]);
    expect(await ask('probe.client.app.info().then(({ host }) => host)')).toBe('desktop');
  });

  it('open another window', async () => {
    const { origin, heard } = await foreignServer();
    const { app, ask } = await startProbe();
    await ask(`(window.open(${JSON.stringify(`${origin}/popup`)}), document.body.insertAdjacentHTML('beforeend', '<a target="_blank" href="/">x</a>'), document.querySelector('a').click())`);
    await until(() => app.page.context().pages().length === 1);
    expect((await app.windows()).length).toBe(1);
    expect(heard.filter((path) => !['/popup', '/favicon.ico'].includes(path))).toEqual([]); // the stand-in's is there for a moment before it is closed
  });

  it('reach Node, Electron or the preload', async () => {
    const { ask } = await startProbe();
    const names = ['require', 'process', 'module', 'exports', 'Buffer', 'global', 'electron', 'ipcRenderer', 'contextBridge', 'fromStandIn', 'toStandIn', '__dirname'];
    expect(await ask(`${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
  });

  it('change what the preload works with: their worlds are apart', async () => {
    const { ask } = await startProbe();
    const changed = await ask(`new Promise((resolve) => {
      const [post, seen] = [window.postMessage.bind(window), []];
      const steal = (name) => (...given) => (seen.push(name), undefined);
      window.postMessage = steal('postMessage');
      Object.defineProperty(MessagePort.prototype, 'postMessage', { value: steal('port') });
      JSON.stringify = steal('stringify');
      window.addEventListener('message', ({ data, ports }) => {
        if (data === 'holdfast:port') resolve([seen, ports.length]);
      });
      post('holdfast:want-port', location.origin);
    })`);
    expect(changed).toEqual([[], 1]);
  });

  it('have any permission but to copy', async () => {
    const { ask } = await startProbe();
    const state = (name: string): Promise<string> => ask(`navigator.permissions.query({ name: '${name}' }).then(({ state }) => state)`);
    for (const name of ['geolocation', 'notifications', 'camera', 'midi', 'clipboard-read']) expect([name, await state(name)]).toEqual([name, 'denied']);
    expect(await state('clipboard-write')).toBe('granted');
    expect(await ask('Notification.requestPermission()')).toBe('denied');
    expect(await ask('new Promise((resolve) => navigator.geolocation.getCurrentPosition(() => resolve("found"), ({ code }) => resolve(code)))')).toBe(1);
    expect(await ask('navigator.mediaDevices.getUserMedia({ video: true }).then(() => "seen", ({ name }) => name)')).toMatch(/NotAllowed|NotFound/);
  });
});

describe('the engine is given', () => {
  it('to the page alone: to no frame in it, and to nothing from elsewhere', async () => {
    const { app, ask } = await startProbe();
    await ask("(globalThis.given = 0, window.addEventListener('message', ({ data }) => (data === 'holdfast:port' ? given++ : 0)))");
    await app.sendAs({ url: 'http://holdfast.localhost/', top: false }, 'holdfast:want-port');
    await app.sendAs({ url: 'https://example.org/', top: true }, 'holdfast:want-port');
    await app.sendAs({ url: 'http://holdfast.localhost.example.org/', top: true }, 'holdfast:want-port');
    await app.sendAs({ url: 'http://holdfast.localhost/', top: true }, 'holdfast:want-port');
    await until(async () => (await ask<number>('given')) > 0);
    expect(await ask('given')).toBe(1);
  });

  it('to a page that asks itself only: what other windows say to it is not heard', async () => {
    const { ask } = await startProbe();
    const given = await ask(`new Promise((resolve) => {
      window.addEventListener('message', ({ data }) => (data === 'holdfast:port' ? resolve('given') : 0));
      const { port1, port2 } = new MessageChannel();
      window.dispatchEvent(new MessageEvent('message', { data: 'holdfast:want-port', origin: 'https://example.org', source: window, ports: [port1] }));
      window.dispatchEvent(new MessageEvent('message', { data: 'holdfast:want-port', origin: location.origin, source: null }));
      setTimeout(() => resolve('nothing'), 500);
    })`);
    expect(given).toBe('nothing');
  });
});
