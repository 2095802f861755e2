import { sql } from 'kysely';
import { changeCustomer } from '#customers';
import { MINUTE, shanghaiDate } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { enterAcquisitionCosts } from '#segmentation';
import { chanceOf, happens } from '../people/chance.ts';
import type { Customer } from './cast.ts';
import { daysAgo, type Story } from './story.ts';

const REFUSE = 0.022;
const COMPLAINED = 0.004;
const NOTES = [
  '对花生过敏，推荐前先说配料。',
  '每周三给公司订下午茶，要开发票。',
  '孩子四月过生日，喜欢恐龙图案。',
  '喜欢烤得深一点的可颂。',
  '只要无糖的，家里老人血糖高。',
  '搬家到滨江，以后去滨江店取。',
];

type Met = Customer & { customerId: number };

/** What was noted about people who have added a member: costs, refusals, minors, notes and follow-ups. */
export async function noteWishes(story: Story): Promise<void> {
  const met = await whoIsWho(story);
  await story.platform.db.transaction().execute(async tx => {
    await enterCosts(tx, story, met);
    await refuse(tx, story, met);
    await describePeople(tx, story, met);
  });
}

/** Customers by the id that Siyu has given them. */
export async function whoIsWho({ platform, cast }: Story): Promise<Met[]> {
  const { rows } = await sql<{ key: string; personId: number }>`
    select i.key, c.person_id from identities i join customers c on c.id = i.customer_id
    where i.kind = 'external_userid'`.execute(platform.db);
  const ids = new Map(rows.map(row => [row.key, row.personId]));
  return cast.flatMap(one => {
    const customerId = one.relation && ids.get(one.relation.external);
    return customerId === undefined ? [] : [{ ...one, customerId }];
  });
}

async function enterCosts(tx: Tx, { platform, owner }: Story, met: readonly Met[]): Promise<void> {
  const costs = met.flatMap(({ customerId, relation }) => {
    if (!relation || relation.source.cost === 0) return [];
    const { state, words, cost } = relation.source;
    const cause = `cost:${customerId}:wecom:${state}`;
    return [{ customerId, amount: cost, cause, note: words, at: new Date(relation.followedAt) }];
  });
  await enterAcquisitionCosts(tx, platform.clock, owner, costs);
}

/** There is no verb yet for what customers themselves decide, so consents and bars are written here, with their events. */
async function refuse(tx: Tx, { platform, seed, owner }: Story, met: readonly Met[]): Promise<void> {
  const now = platform.clock.now();
  const chosen = (about: number, share: number) =>
    met.filter(one => happens(chanceOf(seed, about, one.person.index), share)).map(one => one.customerId);
  await sql`
    with refused as (
      insert into consents (customer_id, purpose, channel, given, text_version, source, evidence, at, actor)
      select id, 'marketing', 'all', false, '2026-01', 'staff', '客户在聊天里说不要再发活动', ${now}, ${owner.name}
      from unnest(${chosen(8, REFUSE)}::bigint[]) as t (id) returning customer_id
    )
    insert into events (type, customer_id, at, actor, data)
    select 'consent.withdrawn', customer_id, ${now}, ${owner.name}, '{"purpose": "marketing", "channel": "all"}'::jsonb
    from refused`.execute(tx);
  await sql`
    with barred as (
      insert into suppressions (customer_id, reason, source, at, actor)
      select id, '投诉过打扰', 'staff', ${now}, ${owner.name} from unnest(${chosen(9, COMPLAINED)}::bigint[]) as t (id)
      returning customer_id
    )
    insert into events (type, customer_id, at, actor, data)
    select 'suppression.added', customer_id, ${now}, ${owner.name}, '{"channel": "all", "purpose": "marketing", "reason": "投诉过打扰"}'::jsonb from barred`.execute(
    tx,
  );
}

async function describePeople(tx: Tx, story: Story, met: readonly Met[]): Promise<void> {
  const { platform, owner } = story;
  let noted = 0;
  for (const { customerId, person } of met) {
    const note = person.archetype.code === 'important' && noted < NOTES.length * 2;
    const change = {
      ...(person.minor && { minor: true }),
      ...(note && { note: NOTES[noted % NOTES.length] ?? null, nextFollowUp: dayAfter(story, noted) }),
    };
    if (note) noted += 1;
    if (Object.keys(change).length > 0) await changeCustomer(tx, platform.clock, owner, customerId, change);
  }
}

/** Follow-ups lie around today: two are overdue, the others come up in the next days. */
function dayAfter(story: Story, index: number): string {
  return shanghaiDate(new Date(daysAgo(story, 2 - index, 12 * 60).getTime() + MINUTE));
}
