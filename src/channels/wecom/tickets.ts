import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { WecomClient } from './client.ts';
import type { Endpoint } from './endpoint.ts';
import { done, type Outcome } from './outcome.ts';
import { type Credentials, makeTokens, type TokenStore, type Tokens, tokenKeyOf } from './tokens.ts';

/** `corp`: for `config`; `agent`: for `agentConfig`, in the name of one app. They are not interchangeable. */
export type TicketKind = 'corp' | 'agent';
export type Tickets = Record<TicketKind, Pick<Tokens, 'current'>>;

type Ticket = { ticket: string; expires_in: number };

const answer = z.object({ ticket: z.string().min(1), expires_in: z.number().positive() });

const ENDPOINTS: Record<TicketKind, { endpoint: Endpoint<Ticket>; input?: { type: string } }> = {
  corp: { endpoint: { path: 'get_jsapi_ticket', method: 'GET', effect: 'repeatable', answer } },
  agent: {
    endpoint: { path: 'ticket/get', method: 'GET', effect: 'repeatable', answer },
    input: { type: 'agent_config' },
  },
};

/**
 * The tickets that pages are signed with (official page 90506), kept as the access token is: shared by all processes,
 * fetched by one of them. They may be fetched 400 times an hour per corp, so every page view must not.
 */
export function makeTickets(client: WecomClient, credentials: Credentials, store: TokenStore): Tickets {
  const of = (kind: TicketKind) => {
    const { accountId, name } = tokenKeyOf(credentials);
    const key = { accountId, name: `${kind}_ticket:${name.split(':')[1]}` };
    const tickets = makeTokens(key, store, () => fetchTicket(client, kind), client.clock);
    // A lock held in the database keeps a connection. To wait under it for the token's lock, with another connection,
    // would be the end of a pool whose every connection does the same: so the token comes first.
    return {
      async current() {
        const ready = await client.ready();
        return ready.ok ? await tickets.current() : ready;
      },
    };
  };
  return { corp: of('corp'), agent: of('agent') };
}

async function fetchTicket(client: WecomClient, kind: TicketKind) {
  const { endpoint, input } = ENDPOINTS[kind];
  const outcome = await client.call(endpoint, input);
  if (!outcome.ok) return outcome;
  return done({ token: outcome.data.ticket, lifetimeSeconds: outcome.data.expires_in });
}

/** What `ww.register` asks for. */
export type PageSignature = { timestamp: number; nonceStr: string; signature: string };
export type SignedPage = { url: string; nonceStr: string; timestamp: number };

/** The page's address without what comes after `#`, in this order, with sha1: official page 90506. */
export function signPage(ticket: string, { url, nonceStr, timestamp }: SignedPage): PageSignature {
  const [page = ''] = url.split('#');
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`;
  return { timestamp, nonceStr, signature: createHash('sha1').update(text).digest('hex') };
}

/** Signs a page for both registrations. */
export async function signFor(
  tickets: Tickets,
  page: SignedPage,
): Promise<Outcome<Record<TicketKind, PageSignature>>> {
  const corp = await tickets.corp.current();
  if (!corp.ok) return corp;
  const agent = await tickets.agent.current();
  if (!agent.ok) return agent;
  return done({ corp: signPage(corp.data, page), agent: signPage(agent.data, page) });
}
