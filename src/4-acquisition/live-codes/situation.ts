import { sql } from 'kysely';
import { fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { groupKeysOf, membersOf, officialsOf } from './code.ts';
import type { Situation } from './decide.ts';
import type { Plan } from './plan.contract.ts';

/** A code, or a plan that is not saved yet (id 0): for that everybody counts as ready, nobody has been asked for a way. */
export type Planned = { id: number; accountId: number; plan: Plan };

type Row = { codeId: number; memberId: number; active: boolean; ready: boolean; today: number; load: number };

/** What decisions need to know of the people of these plans, as of `at`: two statements for all of them, by indexes. */
export async function situationsOf(
  db: Db | Tx,
  codes: readonly Planned[],
  at: Date,
): Promise<Map<number, Situation>> {
  const day = fromShanghai(shanghaiDate(at));
  const asked = codes.flatMap(({ id, accountId, plan }) =>
    membersOf(plan).map(member => ({ code: id, account: accountId, member })),
  );
  const [{ rows }, made] = await Promise.all([
    sql<Row>`
      select w.code as code_id, w.member as member_id,
        exists (select 1 from member_accounts a join members m on m.id = a.member_id
          where a.member_id = w.member and a.account_id = w.account and a.active and m.status = 'active') as active,
        (w.code = 0 or exists (select 1 from code_ways y where y.code_id = w.code and y.kind = 'member'
          and y.key = w.member::text and y.config_id is not null)) as ready,
        (select count(*)::integer from entries e where e.kind = 'add' and e.member_id = w.member and e.code_id = w.code and e.at >= ${day} and e.at <= ${at}) as today,
        (select count(*)::integer from entries e where e.kind = 'add' and e.member_id = w.member and e.at >= ${day} and e.at <= ${at}) as load
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as w (code bigint, account bigint, member bigint)`.execute(
      db,
    ),
    waysReady(db, codes),
  ]);
  const byCode = Map.groupBy(rows, row => row.codeId);
  return new Map(
    codes.map(({ id, plan }) => [
      id,
      situation(
        byCode.get(id) ?? [],
        id === 0 ? { groups: groupKeysOf(plan), officials: officialsOf(plan) } : made(id),
      ),
    ]),
  );
}

export async function situationOf(db: Db | Tx, code: Planned, at: Date): Promise<Situation> {
  const found = (await situationsOf(db, [code], at)).get(code.id);
  if (!found) throw new Error('A situation was asked for and not found');
  return found;
}

type Made = { groups: readonly string[]; officials: readonly number[] };

function situation(rows: readonly Row[], { groups, officials }: Made): Situation {
  const having = (what: 'active' | 'ready') =>
    new Set(rows.filter(row => row[what]).map(row => row.memberId));
  const counted = (what: 'today' | 'load') => new Map(rows.map(row => [row.memberId, row[what]]));
  return {
    ...{ today: counted('today'), load: counted('load'), active: having('active'), ready: having('ready') },
    ...{ groups: new Set(groups), officials: new Set(officials) },
  };
}

/** The groups and official accounts with a picture, by code. */
async function waysReady(db: Db | Tx, codes: readonly Planned[]): Promise<(codeId: number) => Made> {
  const { rows } = await sql<{ codeId: number; kind: string; key: string }>`
    select code_id, kind, key from code_ways
    where code_id = any(${codes.map(code => code.id)}::bigint[]) and kind in ('group', 'official') and image_url is not null`.execute(
    db,
  );
  const byCode = Map.groupBy(rows, row => row.codeId);
  return codeId => {
    const keys = (kind: string) =>
      (byCode.get(codeId) ?? []).filter(row => row.kind === kind).map(row => row.key);
    return { groups: keys('group'), officials: keys('official').map(Number) };
  };
}
