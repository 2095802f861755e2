import { sql } from 'kysely';
import type { z } from 'zod';
import { costOf, readSmsRules } from '#brand';
import { DAY } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { readSetting } from '#platform/settings/settings.ts';
import type { savingsView } from './contract.ts';

type View = z.output<typeof savingsView>;
type Price = NonNullable<View['price']>;
type Row = { id: number; name: string; channel: 'wecom' | 'hand'; messages: number; parts: number };

/** What vendors demand at the end of a marketing text: it would have stood there, and been paid for. */
const REFUSE = '，拒收请回复R';
/** Only so many broadcasts are listed, the dearest first; the sums are of all. */
const LISTED = 100;

/**
 * What the messages delivered by WeCom or by hand since `days` ago would have cost as SMS: the text of each as it was
 * sent, with the brand's name before it and, of marketing, the words of refusal behind it; in parts as operators bill them
 * (dated rules); at the price of the cheapest SMS account in use. Pictures and links are not counted: no text carries them.
 */
export async function savedSms(db: Db | Tx, now: Date, days: number): Promise<View> {
  const { single, part } = await readSmsRules(db, now);
  const price = await cheapest(db);
  const signName = price?.signName ?? (await readSetting<string>(db, 'company.name')) ?? '';
  const rows = await delivered(db, {
    from: new Date(now.getTime() - days * DAY),
    now,
    signName,
    single,
    part,
  });
  const amountOf = (parts: number) => (price ? costOf(parts, price.perThousand) : null);
  const sum = (key: 'messages' | 'parts') => rows.reduce((total, row) => total + row[key], 0);
  return {
    ...{
      single,
      part,
      price,
      messages: sum('messages'),
      parts: sum('parts'),
      amount: amountOf(sum('parts')),
    },
    broadcasts: rows.slice(0, LISTED).map(row => ({ ...row, amount: amountOf(row.parts) })),
  };
}

async function cheapest(db: Db | Tx): Promise<Price | null> {
  const { rows } = await sql<Price>`
    select name as account, config ->> 'signName' as sign_name, (config ->> 'pricePerThousand')::integer as per_thousand
    from channel_accounts where kind = 'sms' and status = 'active' and (config ->> 'pricePerThousand')::integer > 0
    order by 3, id limit 1`.execute(db);
  return rows[0] ?? null;
}

type Asked = { from: Date; now: Date; signName: string; single: number; part: number };

/** Characters are UTF-16 units, as the network counts them: what lies beyond the first plane is two. */
async function delivered(db: Db | Tx, { from, now, signName, single, part }: Asked): Promise<Row[]> {
  const beside = `【${signName}】`.length;
  const { rows } = await sql<Row>`
    with told as (
      select p.broadcast_id, p.task_id, count(*) as people from broadcast_people p
      join broadcasts b on b.id = p.broadcast_id and b.channel in ('wecom', 'hand')
      where p.state = 'delivered' and p.delivered_at >= ${from} and p.delivered_at <= ${now} and p.task_id is not null group by 1, 2
    ), counted as (
      select told.broadcast_id, told.people, ${beside}::integer + case when b.purpose = 'marketing' then ${REFUSE.length}::integer else 0 end
        + length(x.text) + regexp_count(x.text, '[\\U00010000-\\U0010FFFF]') as characters
      from told join send_tasks t on t.id = told.task_id join broadcasts b on b.id = told.broadcast_id
      cross join lateral (select coalesce(t.message ->> 'text', '') as text) x where x.text <> ''
    )
    select b.id, b.name, b.channel, sum(c.people)::integer as messages,
      sum(c.people * case when c.characters <= ${single}::integer then 1 else ceil(c.characters::numeric / ${part}::integer) end)::integer as parts
    from counted c join broadcasts b on b.id = c.broadcast_id group by b.id order by parts desc, b.id desc`.execute(
    db,
  );
  return rows;
}
