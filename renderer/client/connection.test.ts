/** The connection as everybody who waits for it sees it. */
import type { ClientContext, ClientLink } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { Connection, ConnectionLost } from './connection.ts';

const answering = (answer: string): ClientLink<ClientContext> => ({ call: () => Promise.resolve(answer) });
const ask = (connection: Connection): Promise<unknown> => connection.call(['app', 'info'], undefined, { context: {} });

describe('the connection', () => {
  it('holds calls until it is there for the first time', async () => {
    const connection = new Connection();
    const answer = ask(connection);
    connection.attach(answering('yes'));
    await expect(answer).resolves.toBe('yes');
  });

  it('fails calls at once while it is lost', async () => {
    const connection = new Connection();
    const link = answering('yes');
    connection.attach(link);
    connection.detach(link);
    await expect(ask(connection)).rejects.toBeInstanceOf(ConnectionLost);
  });

  it('was lost when another takes its place, and everybody hears of both', () => {
    const connection = new Connection();
    connection.attach(answering('first'));
    const heard: string[] = [];
    connection.subscribe(() => heard.push(connection.state));
    connection.attach(answering('second'));
    expect(heard).toEqual(['lost', 'open']);
  });

  it('takes a call that broke off with its link for lost, not for failed', async () => {
    const connection = new Connection();
    const broken = Promise.withResolvers<unknown>();
    connection.attach({ call: () => broken.promise });
    const answer = ask(connection);
    connection.attach(answering('second'));
    broken.reject(new Error('queue was closed'));
    await expect(answer).rejects.toBeInstanceOf(ConnectionLost);
    await expect(ask(connection)).resolves.toBe('second');
  });

  it('is not touched by the end of a link that is no longer its own', () => {
    const connection = new Connection();
    const old = answering('old');
    connection.attach(old);
    connection.attach(answering('new'));
    connection.detach(old);
    expect(connection.state).toBe('open');
  });
});
