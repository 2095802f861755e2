import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';

const nameBody = z.object({ config_id: z.string().optional() });

type Way = { id: number; agentid: number };
type FindWay<Found extends Way> = (
  simulation: Simulation,
  corpid: string,
  configId: string,
) => Found | undefined;

/** @throws Refusal 41043 none named, 41044 unknown, or another app's. */
export function ownWay<Found extends Way>({ simulation, app, body }: Call, find: FindWay<Found>): Found {
  const { config_id } = read(nameBody, body);
  if (!config_id) throw new Refusal(41043);
  const way = find(simulation, app.corpid, config_id);
  if (!way || way.agentid !== app.agentid) throw new Refusal(41044);
  return way;
}

/**
 * Contact ways and join ways count together.
 * @throws Refusal 41045 the corp has as many as it may.
 */
export function checkRoom({ simulation: { store, settings }, app }: Call): void {
  const room = store.one<{ n: number }>(
    `select (select count(*) from contact_ways where corpid = ?1) + (select count(*) from join_ways where corpid = ?1) as n`,
    app.corpid,
  );
  if ((room?.n ?? 0) >= settings.waysPerCorp) throw new Refusal(41045);
}

/** The code leads nowhere from now on. */
export function removal(path: string, table: 'contact_ways' | 'join_ways', find: FindWay<Way>): Endpoint {
  return {
    path,
    method: 'POST',
    may: 'customer_contact',
    empty: {},
    answer(call) {
      call.simulation.store.run(`delete from ${table} where id = ?`, ownWay(call, find).id);
      return {};
    },
  };
}
