import type { Simulation } from '../simulation.ts';

/** Who stands before the authorize page: a member, or somebody who is none. */
export type Person = { userid: string } | { openid: string; external_userid?: string | undefined };

type Row = {
  userid: string | null;
  openid: string | null;
  external_userid: string | null;
  created_at: number;
  used_at: number | null;
};

/** A code for this person, good for one app, once. */
export function newCode(simulation: Simulation, corpid: string, agentid: number, person: Person): string {
  const { store, clock, chance } = simulation;
  const code = chance.name('', 43);
  const [userid, openid, external] =
    'userid' in person ? [person.userid, null, null] : [null, person.openid, person.external_userid ?? null];
  store.run(
    'insert into auth_codes values (?, ?, ?, ?, ?, ?, ?, null)',
    ...[code, corpid, agentid, userid, openid, external, clock.milliseconds()],
  );
  return code;
}

/** Whom a code stands for; it is used up by asking. */
export function spendCode(
  { store, clock, settings }: Simulation,
  { corpid, agentid }: { corpid: string; agentid: number },
  code: string,
): Row | 'invalid' | 'used' {
  const row = store.one<Row>(
    'select * from auth_codes where code = ? and corpid = ? and agentid = ?',
    ...[code, corpid, agentid],
  );
  const now = clock.milliseconds();
  if (!row || now - row.created_at > settings.authCodeSeconds * 1_000) return 'invalid';
  if (row.used_at !== null) return 'used';
  store.run('update auth_codes set used_at = ? where code = ?', now, code);
  return row;
}
