import { type RawBuilder, sql } from 'kysely';
import type { ClaimRequest } from './claim.ts';
import type { Limits } from './limits.ts';

/**
 * Whether an official account may tell a follower something: of notices by what they have accepted, of answers by the
 * windows. What they wrote opens the long one, what else they did the short one, each anew; what was sent since (claimed
 * counts) uses both. After the platform itself has said that a window is over, only what they do later opens one.
 */
export function followerQuery(
  { accountId, needs, slot }: Pick<ClaimRequest, 'accountId' | 'needs' | 'slot'>,
  { answers }: Limits,
): RawBuilder<unknown> {
  const account = sql`${accountId ?? null}::bigint`;
  if (needs && 'notice' in needs)
    return sql`
      select distinct on (p.person_id) p.person_id, null::bigint as member_id, f.openid as recipient,
        case when coalesce(g.remaining, 0) < 1 then 'no_grant' end as closed
      from profile p join followers f on f.customer_id = p.id and f.account_id = ${account} and f.ended_at is null
      left join notice_grants g on g.account_id = f.account_id and g.openid = f.openid and g.code = ${needs.notice}
      order by p.person_id, g.remaining desc nulls last, f.id`;
  const pieces = needs?.pieces ?? 1;
  const room = (column: 'wrote_at' | 'acted_at', span: RawBuilder<unknown>, messages: number) => {
    const at = sql.ref(`f.${column}`);
    return sql`case when ${at} is not null and ${at} + ${span} > ${slot}::timestamptz and (f.spent_at is null or ${at} > f.spent_at)
      then ${messages}::integer - (select coalesce(sum(k.pieces), 0) from contacts k join customers o on o.id = k.customer_id
        where o.person_id = p.person_id and k.channel = 'official_account' and k.account_id = f.account_id
          and k.state in ('claimed', 'sent') and k.slot >= ${at}) end`;
  };
  const { wrote, acted } = answers;
  return sql`
    select distinct on (person_id) person_id, null::bigint as member_id, openid as recipient,
      case when room is null then 'window_closed' when room < ${pieces} then 'window_used' end as closed
    from (
      select p.person_id, f.id, f.openid, greatest(
        ${room('wrote_at', sql`${wrote.hours} * interval '1 hour'`, wrote.messages)},
        ${room('acted_at', sql`${acted.minutes} * interval '1 minute'`, acted.messages)}) as room
      from profile p join followers f on f.customer_id = p.id and f.account_id = ${account} and f.ended_at is null
    ) following
    order by person_id, room desc nulls last, id`;
}
