import { raise } from '../callbacks/events.ts';
import type { Simulation } from '../simulation.ts';

type Pair = { corpid: string; external_userid: string; userid: string };

/** Who came by an acquisition link writes for the first time: `customer_start_chat`, with a key to ask about the chat. */
export function writesByLink(simulation: Simulation, { corpid, external_userid, userid }: Pair): void {
  const { store, chance } = simulation;
  const came = store.one<{ id: number; link_id: string; state: string; chat_key: string | null }>(
    'select * from acquisition_customers where corpid = ? and external_userid = ? and userid = ?',
    ...[corpid, external_userid, userid],
  );
  if (!came) return;
  const chatKey = came.chat_key ?? chance.name('chat', 28);
  store.run(
    'update acquisition_customers set messages = messages + 1, chat_key = ? where id = ?',
    chatKey,
    came.id,
  );
  if (came.chat_key === null)
    raise(simulation, corpid, {
      event: 'customer_acquisition',
      change: 'customer_start_chat',
      ...{ linkId: came.link_id, userid, external_userid, state: came.state, chatKey },
    });
}
