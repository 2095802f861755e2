import { type Content, writeLog, writeReceived } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Pair, relationOf } from './customers.ts';

export type Welcomed = 'delivered' | 'invalid' | 'started';

type Code = Omit<Pair, 'corpid'> & { created_at: number; used_at: number | null };

/** A welcome code is good once and for 20 seconds; whoever is first of several apps has it. */
export function welcome(simulation: Simulation, corpid: string, code: string, content: Content): Welcomed {
  const { store, clock, settings } = simulation;
  const found = store.one<Code>('select * from welcome_codes where corpid = ? and code = ?', corpid, code);
  const now = clock.milliseconds();
  if (!found || now - found.created_at > settings.welcomeSeconds * 1_000) return 'invalid';
  const pair = { corpid, external_userid: found.external_userid, userid: found.userid };
  if (found.used_at !== null) return 'started';
  const relation = relationOf(simulation, pair);
  if (!relation || relation.member_deleted || relation.customer_deleted) return 'invalid';
  if (hasTalked(simulation, pair, found.created_at)) return 'started';
  store.run('update welcome_codes set used_at = ? where code = ?', now, code);
  writeReceived(simulation, { ...pair, msgid: `welcome ${code}`, content_json: JSON.stringify(content) });
  writeLog(simulation, { kind: 'action', corpid, what: 'welcome', detail: pair });
  return 'delivered';
}

/** Once the two talk, a welcome comes too late. */
function hasTalked({ store }: Simulation, { corpid, external_userid, userid }: Pair, since: number): boolean {
  const written = (table: 'replies' | 'received') =>
    store.one(
      `select 1 from ${table} where corpid = ? and external_userid = ? and userid = ? and at >= ?`,
      ...[corpid, external_userid, userid, since],
    ) !== undefined;
  return written('replies') || written('received');
}
