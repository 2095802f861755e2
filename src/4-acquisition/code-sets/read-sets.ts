import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import { entryFiguresOf, NO_FIGURES } from '../touchpoints/figures.sql.ts';
import { sinceDay } from '../touchpoints/touchpoints.ts';
import type { codeSetRow, codeSetView, setCodeView } from './contract.ts';
import { JOIN_MINUTES } from './receipts.ts';

type Row = z.output<typeof codeSetRow>;
type View = z.output<typeof codeSetView>;
type Code = z.output<typeof setCodeView>;
type Asked = { archived?: boolean; days: number; id?: number };

/** Sets of codes with how those fared who came by them, the newest first. */
export async function listCodeSets(
  db: Db | Tx,
  now: Date,
  { archived = false, days, id }: Asked,
): Promise<Row[]> {
  const { rows } = await sql<Omit<Row, 'figures'> & { touchpoints: number[] }>`
    select s.id, s.name, s.place, s.created_at, s.archived_at is not null as archived, jsonb_build_object('id', a.id, 'name', a.name) as account,
      count(distinct l.store)::integer as stores, count(l.id)::integer as codes, array_agg(distinct l.touchpoint_id) as touchpoints
    from code_sets s join channel_accounts a on a.id = s.account_id join live_codes l on l.set_id = s.id
    where case when ${id === undefined} then (s.archived_at is not null) = ${archived} else s.id = ${id ?? 0} end
    group by s.id, a.id order by s.id desc`.execute(db);
  const ids = rows.flatMap(row => row.touchpoints);
  const figures = await entryFiguresOf(db, { by: 'touchpoint', ids, from: sinceDay(now, days), now });
  return rows.map(({ touchpoints, ...row }) => {
    const all = touchpoints.map(one => figures.get(one) ?? NO_FIGURES);
    const sum = (key: keyof Row['figures']) => all.reduce((total, one) => total + one[key], 0);
    const figuresOf = {
      ...{ visitors: sum('visitors'), people: sum('people'), fresh: sum('fresh'), ordered: sum('ordered') },
    };
    return { ...row, figures: figuresOf };
  });
}

type Kept = Omit<Code, 'figures' | 'link'> & {
  slug: string;
  store: string;
  touchpoint: { id: number; name: string };
};

/** One set by shop and clerk. `origin`: under which address customers reach this Siyu. */
export async function viewCodeSet(
  db: Db | Tx,
  now: Date,
  { id, days, origin }: { id: number; days: number; origin: string },
): Promise<View> {
  const [row] = await listCodeSets(db, now, { id, days });
  if (!row) throw new Problem(NOT_FOUND);
  const codes = await codesOf(db, id);
  const from = sinceDay(now, days);
  const figuresBy = async (by: 'code' | 'touchpoint', ids: readonly number[]) => {
    const [figures, chatted] = await Promise.all([
      entryFiguresOf(db, { by, ids, from, now }),
      chattedOf(db, sql.ref(`${by}_id`), ids, from, now),
    ]);
    return (one: number) => ({ ...(figures.get(one) ?? NO_FIGURES), chatted: chatted.get(one) ?? 0 });
  };
  const [ofCode, ofStore] = await Promise.all([
    figuresBy(
      'code',
      codes.map(code => code.id),
    ),
    figuresBy('touchpoint', [...new Set(codes.map(code => code.touchpoint.id))]),
  ]);
  const stores = [...Map.groupBy(codes, code => code.touchpoint.id).values()];
  const storeList = stores.map(all => {
    const [{ store, touchpoint }] = all as [Kept, ...Kept[]];
    const own = all.map(({ slug, store: _, touchpoint: __, ...code }) => ({
      ...code,
      ...{ link: `${origin}/c/${slug}`, figures: ofCode(code.id) },
    }));
    return { store, touchpoint, figures: ofStore(touchpoint.id), codes: own };
  });
  const receiptMinutes = boundOf(await factsOn(db, now, [JOIN_MINUTES]), JOIN_MINUTES, now);
  return { ...row, receiptMinutes, storeList };
}

async function codesOf(db: Db | Tx, setId: number): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    select l.id, l.name, l.slug, l.store, l.paused, l.archived_at is not null as archived,
      case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end as clerk,
      jsonb_build_object('id', t.id, 'name', t.name) as touchpoint,
      (select jsonb_build_object('all', count(*), 'ready', count(*) filter (where w.told is not distinct from w.wanted),
        'failed', count(*) filter (where w.failure is not null)) from code_ways w where w.code_id = l.id) as ways
    from live_codes l join touchpoints t on t.id = l.touchpoint_id left join members m on m.id = l.clerk_id
    where l.set_id = ${setId} order by l.id`.execute(db);
  return rows;
}

/** What counts as having talked: what a platform or a member has told of. Private chats with a member no platform tells. */
const TALKED = ['message.replied', 'acquisition.chat_started', 'official_account.wrote'];

async function chattedOf(
  db: Db | Tx,
  group: RawBuilder<unknown>,
  ids: readonly number[],
  from: Date,
  now: Date,
): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; people: number }>`
    select ${group} as id, count(distinct e.person_id)::integer as people from entries e
    where ${group} = any(${ids}::bigint[]) and e.at >= ${from} and e.at <= ${now} and exists (
      select 1 from events x join customers p on p.id = x.customer_id
      where p.person_id = e.person_id and x.type = any(${TALKED}::text[]) and x.at >= e.at)
    group by 1`.execute(db);
  return new Map(rows.map(row => [row.id, row.people]));
}
