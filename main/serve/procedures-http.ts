/** Procedures over HTTP: `POST /rpc/NOUN/VERB`, event iterators as event streams. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyRouter, Context } from '@orpc/server';
import { RPCHandler } from '@orpc/server/node';
import { PAGE_HEADERS } from '../api/page-policy.ts';
import { readJson } from './body.ts';
import { REFUSED, refuse, wrongMethod } from './refusal.ts';
import { tellingUnforeseen, type OnError } from './unforeseen.ts';

export const PROCEDURES = '/rpc';

export type AnswerProcedure = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The body is read here and not by the library, so that its limit holds however it is sent. */
export function proceduresOverHttp(router: AnyRouter, context: Context, onError: OnError): AnswerProcedure {
  const handler = new RPCHandler(router, tellingUnforeseen(onError));
  return async (request, response) => {
    if (request.method !== 'POST') return refuse(request, response, wrongMethod('POST'));
    const body = await readJson(request);
    if ('refusal' in body) return refuse(request, response, body.refusal);
    for (const [name, value] of Object.entries(PAGE_HEADERS)) response.setHeader(name, value);
    response.setHeader('Cache-Control', 'no-store');
    const { matched } = await handler.handle(Object.assign(request, { body: body.value ?? {} }), response, { prefix: PROCEDURES, context });
    if (!matched) refuse(request, response, REFUSED.noPage);
  };
}
