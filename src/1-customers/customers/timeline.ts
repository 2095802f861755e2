import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { timelineEntry, timelineKind } from '../contract.ts';
import { profilesOf } from '../identities/persons.ts';
import { personInScope } from './customers.ts';

type Kind = z.output<typeof timelineKind>;

/** Which events a kind is made of, by what their types begin with; `other` is everything else. */
const BEGINNINGS: Record<Exclude<Kind, 'other'>, readonly string[]> = {
  orders: ['order.%', 'refund.%'],
  follows: ['follow.%', 'group.%', 'transfer.%', 'acquisition.%', 'official_account.%'],
  messages: ['message.%', 'link.%'],
  tags: ['tag.%', 'tier.%', 'segment.%'],
  profile: ['customer.%', 'customers.%', 'identity.%', 'consent.%', 'suppression.%'],
};
/** Facts are the machine's notes to itself: what they mean for a person is told by events of their own. */
const UNTOLD = 'facts.%';

export type TimelinePage = {
  limit: number;
  before?: { at: string; seq: number } | undefined;
  kind?: Kind | undefined;
};

/** What happened with this person, newest first, from the log. The cursor is the last entry's place in it. */
export async function readTimeline(db: Db | Tx, actor: Actor, customerId: number, page: TimelinePage) {
  const { limit, before, kind } = page;
  const profiles = await profilesOf(db, await personInScope(db, actor, customerId));
  const { rows } = await sql<z.output<typeof timelineEntry> & { seqNumber: number }>`
    with page as materialized (
      select * from events e
      where e.customer_id = any(${profiles}) and ${ofKind(kind)}
        and (${before?.at ?? null}::timestamptz is null or (e.at, e.seq) < (${before?.at ?? null}::timestamptz, ${before?.seq ?? null}::bigint))
      order by e.at desc, e.seq desc limit ${limit}
    )
    select e.seq::text as seq, e.seq as seq_number, e.type, e.at, coalesce(m.name, e.actor) as actor,
      coalesce(a.name, (select s.name from write_keys k join channel_accounts s on s.id = k.account_id where e.actor = 'key:' || k.id)) as account, e.data,
      coalesce(
        (select g.name || '/' || t.name from tags t join tag_groups g on g.id = t.group_id
          where e.type like 'tag.%' and t.id = ${idIn('tagId')}),
        (select string_agg(i.name || case when i.quantity > 1 then ' × ' || i.quantity else '' end, '、' order by i.line)
          from order_items i where e.type like 'order.%' and i.order_id = ${idIn('orderId')} and i.line <= 3),
        (select g.name from customer_groups g where e.type like 'group.%' and g.id = ${idIn('groupId')}),
        (select o.name from members o where e.type like 'transfer.%' and o.id = ${idIn('to')}),
        (select d.name from event_definitions d where e.actor like 'key:%' and d.key = e.type)
      ) as about
    from page e
    left join channel_accounts a on a.id = e.account_id
    left join members m on e.actor = 'member:' || m.id
    order by e.at desc, e.seq desc`.execute(db);
  return rows;
}

function ofKind(kind: Kind | undefined) {
  if (kind === undefined) return sql<boolean>`e.type not like ${UNTOLD}`;
  if (kind !== 'other') return sql<boolean>`e.type like any(${BEGINNINGS[kind]}::text[])`;
  return sql<boolean>`e.type not like all(${[...Object.values(BEGINNINGS).flat(), UNTOLD]}::text[])`;
}

/** A number among an event's data, if it is one: what a client tracked may hold anything. */
function idIn(key: string) {
  return sql<number | null>`substring(e.data ->> ${key} from '^[0-9]{1,15}$')::bigint`;
}
