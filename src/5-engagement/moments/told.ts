import { sql } from 'kysely';
import { appendEvents, type NewEvent } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { nameOf } from './moments.ts';

type Moment = { id: number; accountId: number; memberId: number | null; text: string };

/** Of a moment as it stands: how many have it and have published it, for whom it is, what came of it. */
export type Totals = {
  members: number;
  published: number;
  planned: number;
  shown: number;
  likes: number;
  comments: number;
};

/** Who has published it just now; and, once nobody has anything left to publish, that it is finished. */
export async function tellPublished(
  tx: Tx,
  moment: Moment,
  memberIds: readonly number[],
  at: Date,
): Promise<void> {
  if (memberIds.length === 0) return;
  const told = memberIds.map(
    (memberId): NewEvent => ({
      ...eventOf(moment, 'moment.published', at),
      actor: `member:${memberId}`,
      data: { ...named(moment), memberId },
    }),
  );
  const totals = await totalsOf(tx, moment.id);
  const isFinished = moment.memberId === null && totals.published === totals.members;
  if (isFinished)
    told.push({ ...eventOf(moment, 'moment.finished', at), data: { ...named(moment), ...totals } });
  await appendEvents(tx, told);
}

/** That more came of it, with what it comes to by now. */
export async function tellTotals(tx: Tx, moment: Moment, at: Date): Promise<void> {
  const data = { ...named(moment), ...(await totalsOf(tx, moment.id)) };
  await appendEvents(tx, [{ ...eventOf(moment, 'moment.interacted', at), data }]);
}

const named = (moment: Moment) => ({ momentId: moment.id, name: nameOf(moment) });
const eventOf = ({ accountId }: Moment, type: string, at: Date) => ({ type, accountId, at, actor: 'system' });

async function totalsOf(tx: Tx, id: number): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select (select count(*) from moment_members where moment_id = ${id})::integer as members,
      (select count(*) from moment_members where moment_id = ${id} and published_at is not null)::integer as published,
      (select count(distinct customer_id) from moment_people where moment_id = ${id})::integer as planned,
      (select count(distinct customer_id) from moment_people where moment_id = ${id} and shown_at is not null)::integer as shown,
      (select count(*) from moment_reactions where moment_id = ${id} and kind = 'like')::integer as likes,
      (select count(*) from moment_reactions where moment_id = ${id} and kind = 'comment')::integer as comments`.execute(
    tx,
  );
  return rows[0] ?? { members: 0, published: 0, planned: 0, shown: 0, likes: 0, comments: 0 };
}
