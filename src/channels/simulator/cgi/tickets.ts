import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { type App, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { countHourly } from './rates.ts';

const TICKET_LENGTH = 86;

/** `corp` signs for `config`, `agent` for `agentConfig`. */
type Kind = 'corp' | 'agent';

/** Asked again while it is valid, the same one comes back with the time it still has. */
export const tickets: readonly Endpoint[] = [
  {
    path: 'get_jsapi_ticket',
    method: 'GET',
    may: 'directory',
    empty: {},
    answer: ({ simulation, app }) => ticketOf(simulation, app, 'corp'),
  },
  {
    path: 'ticket/get',
    method: 'GET',
    may: 'directory',
    empty: {},
    answer({ simulation, app, query }) {
      read(z.object({ type: z.literal('agent_config') }), query);
      return ticketOf(simulation, app, 'agent');
    },
  },
];

function ticketOf(simulation: Simulation, app: App, kind: Kind) {
  const { store, clock, chance, settings } = simulation;
  const { corpid, agentid } = app;
  if (countHourly(simulation, `${corpid} ${kind}_ticket`, settings.ticketCallsPerHour) === 'blocked')
    throw new Refusal(45009);
  const now = clock.milliseconds();
  const valid = validTickets(simulation, corpid, agentid, kind)[0];
  const { ticket, expires_at } = valid ?? {
    ticket: chance.name('', TICKET_LENGTH, `${corpid} ${agentid} ${kind}`),
    expires_at: now + settings.ticketSeconds * 1_000,
  };
  if (!valid)
    store.run('insert into tickets values (?, ?, ?, ?, ?)', ticket, corpid, agentid, kind, expires_at);
  return { ticket, expires_in: Math.ceil((expires_at - now) / 1_000) };
}

/** Those with which a page may be signed now. */
export function validTickets({ store, clock }: Simulation, corpid: string, agentid: number, kind: Kind) {
  return store.all<{ ticket: string; expires_at: number }>(
    `select ticket, expires_at from tickets
     where corpid = ? and agentid = ? and kind = ? and expires_at > ? order by expires_at desc`,
    ...[corpid, agentid, kind, clock.milliseconds()],
  );
}
