import { sql } from 'kysely';
import type { wecom } from '#channels';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Session } from './apply.ts';

/** Somebody came in: by which scene, if it is one of ours, and with which code to be greeted. */
export type Entered = {
  session: Session;
  personId: number;
  at: Date;
  sceneId: number | null;
  scene: string | null;
  touchpoint: string | null;
  fresh: boolean;
  welcomeCode: string | undefined;
  welcome: string;
};

type Came = { session: Session; message: wecom.KfMessage };
type Row = Omit<Entered, 'session' | 'at' | 'welcomeCode'> & { place: number };

/**
 * Writes down who came in by a scene. Fresh is whom nobody had as a customer, who never bought, and who was never here
 * before.
 */
export async function noteEntries(tx: Tx, { id }: { id: number }, came: readonly Came[]): Promise<Entered[]> {
  if (came.length === 0) return [];
  const rows = came.map(({ session, message: { at, event } }, place) => ({
    ...{ place, customer_id: session.customerId, session_id: session.id, at: at.toISOString() },
    scene: event?.event === 'enter_session' ? (event.scene ?? '') : '',
  }));
  const { rows: found } = await sql<Row>`
    with came as (
      select t.place, t.customer_id, t.at, c.person_id, s.id as scene_id, s.name as scene, s.touchpoint_id, p.name as touchpoint,
        coalesce(nullif(s.welcome, ''), k.welcome) as welcome,
        not exists (select 1 from follows f join customers o on o.id = f.customer_id where o.person_id = c.person_id)
        and not exists (select 1 from orders r join customers o on o.id = r.customer_id where o.person_id = c.person_id and r.payment = 'paid')
        and not exists (select 1 from kf_messages m where m.customer_id = t.customer_id and m.at < t.at) as fresh
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (place integer, customer_id bigint, session_id bigint, at timestamptz, scene text)
      join customers c on c.id = t.customer_id join kf_accounts k on k.id = ${id}
      left join kf_scenes s on s.kf_account_id = k.id and s.scene = t.scene and t.scene <> ''
      left join touchpoints p on p.id = s.touchpoint_id
    ), written as (
      insert into kf_entries (scene_id, touchpoint_id, customer_id, at, fresh)
      select scene_id, touchpoint_id, customer_id, at, fresh from came where scene_id is not null
    )
    select place, person_id, scene_id, scene, touchpoint, welcome, fresh from came order by place`.execute(
    tx,
  );
  return found.flatMap(({ place, ...row }) => {
    const one = came[place];
    if (!one) return [];
    const { at, event } = one.message;
    const welcomeCode = event?.event === 'enter_session' ? event.welcomeCode : undefined;
    return [{ ...row, session: one.session, at, welcomeCode }];
  });
}
