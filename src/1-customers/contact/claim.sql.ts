import { type RawBuilder, sql } from 'kysely';
import { lastBirthdayOfAge } from '../rights/minors.ts';
import type { ClaimRequest } from './claim.ts';
import { followerQuery } from './follower.sql.ts';
import type { Limits, Windows } from './limits.ts';
import type { ReasonCode } from './reasons.ts';

export type VerdictRow = {
  personId: number;
  contactId: number | null;
  memberId: number | null;
  recipient: string | null;
  reason: ReasonCode | null;
  why: string | null;
  used: number;
};

/** Locks the people in id order: whoever else wants to contact one of them waits until this claim is decided. */
export function lockStatement(personIds: readonly number[]): RawBuilder<unknown> {
  return sql`select id from customers where id = any(${personIds}::bigint[]) order by id for update`;
}

/**
 * Decides about all candidates and writes down those who get through, in one statement. It must run after
 * `lockStatement`, as a statement of its own, so that it sees what the claims it waited for have written.
 */
export function claimStatement(
  request: ClaimRequest,
  limits: Limits,
  windows: Windows,
  now: Date,
): RawBuilder<VerdictRow> {
  const { channel, purpose, slot, source, sourceId, step } = request;
  const persons = request.candidates.map(candidate => candidate.personId);
  const members = request.candidates.map(candidate => candidate.memberId ?? null);
  const marketing = purpose === 'marketing';
  // 通信短信息服务管理规定: no commercial text without consent. Elsewhere a refusal is enough to be left alone.
  const asksFirst = marketing && channel === 'sms';
  return sql<VerdictRow>`
    with candidate as (
      select person_id, wanted from unnest(${persons}::bigint[], ${members}::bigint[]) as c (person_id, wanted)
    ), profile as (
      select c.person_id, c.id, c.status, c.minor, c.birthday, c.owner_member_id, candidate.wanted
      from candidate join customers c on c.person_id = candidate.person_id
    ), person as (
      select person_id, bool_or(status = 'active') as active, bool_or(minor or birthday > ${lastBirthdayOfAge(slot)}::date) as minor from profile group by person_id
    ), sender as (${senderQuery(request, limits)}
    ), used as (
      select p.person_id,
        count(*) filter (where k.channel = ${channel} and k.slot >= ${windows.month} and k.slot < ${windows.monthEnd}) as month,
        count(*) filter (where k.channel = ${channel} and k.member_id = s.member_id and k.slot >= ${windows.day} and k.slot < ${windows.dayEnd}) as member_day,
        count(*) filter (where k.purpose = 'marketing' and k.slot >= ${windows.day} and k.slot < ${windows.dayEnd}) as day,
        count(*) filter (where k.purpose = 'marketing' and k.slot >= ${windows.week} and k.slot < ${windows.weekEnd}) as week
      from ${ofProfiles(sql`select * from contacts k where k.customer_id = p.id and k.state in ('claimed', 'sent')
        and k.slot >= least(${windows.month}::timestamptz, ${windows.week}::timestamptz)
        and k.slot < greatest(${windows.monthEnd}::timestamptz, ${windows.weekEnd}::timestamptz)`)}
      left join sender s on s.person_id = p.person_id group by p.person_id
    ), barred as (
      select person_id, min(why) as why from (
        select p.person_id, k.reason as why from ${ofProfiles(sql`select b.reason from suppressions b where b.customer_id = p.id
          and b.lifted_at is null and b.channel in ('all', ${channel}) and b.purpose in ('all', ${purpose})`)}
        union all
        select s.person_id, '短信回复退订' from sender s join sms_stops t on t.phone_key = s.recipient
        where ${asksFirst} and not exists (select 1 from profile p join consents k on k.customer_id = p.id
          where p.person_id = s.person_id and k.purpose = 'marketing' and k.channel = 'sms' and k.given and k.at > t.at)
      ) reasons group by person_id
    ), word as (
      select distinct on (p.person_id, k.channel) p.person_id, k.given
      from ${ofProfiles(sql`select * from consents c where c.customer_id = p.id and c.purpose = ${purpose} and c.channel in ('all', ${channel})`)}
      order by p.person_id, k.channel, k.at desc, k.id desc
    ), refused as (
      select person_id from word where not given group by person_id
    ), agreed as (
      select person_id from word where given group by person_id
    ), guarded as (
      select person_id from (
        select distinct on (p.person_id) p.person_id, k.given
        from ${ofProfiles(sql`select * from consents c where c.customer_id = p.id and c.purpose = 'guardian'`)} order by p.person_id, k.at desc, k.id desc
      ) latest where given
    ), earlier as (
      select p.person_id, min(k.id) as id, min(k.member_id) as member_id
      from ${ofProfiles(sql`select k.id, k.member_id from contacts k where k.source = ${source} and k.source_id = ${sourceId} and k.step = ${step}
        and k.customer_id = p.id and k.state <> 'released'`)}
      group by p.person_id
    ), verdict as (
      select c.person_id, s.member_id, s.recipient, e.id as earlier_id, barred.why,
        case
          when e.id is not null then null
          when person.active is not true then 'unknown'
          when ${marketing} and person.minor and guarded.person_id is null then 'minor'
          when barred.person_id is not null then 'suppressed'
          when refused.person_id is not null then 'refused'
          when s.person_id is null then ${NOBODY[channel]}
          when s.closed is not null then s.closed
          when ${asksFirst} and agreed.person_id is null then 'no_consent'
          when coalesce(used.month, 0) >= ${limits.platformPersonMonth} then 'platform_month'
          when coalesce(used.member_day, 0) >= ${limits.platformMemberPersonDay} then 'platform_day'
          when ${marketing} and coalesce(used.week, 0) >= ${limits.personWeek} then 'cap_week'
          when ${marketing} and coalesce(used.day, 0) >= ${limits.personDay} then 'cap_day'
        end as reason,
        coalesce(used.month, 0) as month, coalesce(used.member_day, 0) as member_day,
        coalesce(used.day, 0) as day, coalesce(used.week, 0) as week
      from candidate c
      left join person using (person_id) left join sender s using (person_id) left join used using (person_id)
      left join barred using (person_id) left join refused using (person_id) left join agreed using (person_id)
      left join guarded using (person_id) left join earlier e using (person_id)
    ), claimed as (
      insert into contacts (customer_id, account_id, member_id, channel, purpose, topic, source, source_id, step, slot, claimed_at, pieces)
      select person_id, ${request.accountId ?? null}::bigint, member_id, ${channel}, ${purpose}, ${request.topic ?? null}, ${source},
        ${sourceId}, ${step}, ${slot}, ${now}, ${piecesOf(request)}
      from verdict where reason is null and earlier_id is null
      on conflict (source, source_id, step, customer_id) do update set
        state = 'claimed', member_id = excluded.member_id, slot = excluded.slot, pieces = excluded.pieces, claimed_at = excluded.claimed_at, settled_at = null
        where contacts.state = 'released'
      returning id, customer_id
    )
    select v.person_id, coalesce(claimed.id, v.earlier_id) as contact_id, v.member_id, v.recipient, v.reason, v.why,
      case v.reason when 'platform_month' then v.month when 'platform_day' then v.member_day
        when 'cap_week' then v.week when 'cap_day' then v.day else 0 end as used
    from verdict v left join claimed on claimed.customer_id = v.person_id`;
}

/**
 * Rows `k` of each profile `p`, looked up by their index. A plain join may read all there are, a month of everybody's contacts
 * for each thousand people: the planner cannot know how many a broadcast under way has written.
 */
const ofProfiles = (rows: RawBuilder<unknown>) => sql`profile p cross join lateral (${rows} offset 0) k`;

/** Why nobody can carry it. */
const NOBODY = {
  hand: 'no_member',
  wecom: 'unreachable',
  sms: 'no_phone',
  kf: 'unreachable',
  official_account: 'not_following',
} as const satisfies Record<ClaimRequest['channel'], ReasonCode>;

/** A notice is none of a window's answers. */
function piecesOf({ channel, needs }: ClaimRequest): number {
  if (channel !== 'official_account') return 1;
  return needs && 'notice' in needs ? 0 : (needs?.pieces ?? 1);
}

/** Who would carry the message: the wanted member, else the customer's owner, else who followed last. */
function senderQuery(request: ClaimRequest, limits: Limits): RawBuilder<unknown> {
  const { channel, accountId } = request;
  if (channel === 'official_account') return followerQuery(request, limits);
  if (channel === 'hand')
    return sql`
      select distinct on (p.person_id) p.person_id, m.id as member_id, null::text as recipient, null::text as closed
      from profile p join members m on m.status = 'active' and m.id = coalesce(p.wanted, p.owner_member_id,
        (select f.member_id from follows f where f.customer_id = p.id and f.ended_at is null order by f.followed_at desc limit 1))
      order by p.person_id, p.id`;
  if (channel === 'sms')
    // A number by its blind index; numbers of China, and none that several people or a counter share.
    return sql`
      select distinct on (p.person_id) p.person_id, null::bigint as member_id, i.key as recipient, null::text as closed
      from profile p join identities i on i.customer_id = p.id
      where i.kind = 'phone' and i.sealed is not null and not i.shared and i.shown like '1%'
      order by p.person_id, i.last_seen_at desc, i.id`;
  if (channel === 'kf')
    // Whoever wrote to the corp can be answered there; nobody needs to have them as a customer of their own.
    return sql`
      select distinct on (p.person_id) p.person_id, p.wanted as member_id, i.key as recipient, null::text as closed
      from profile p join identities i on i.customer_id = p.id and i.kind = 'external_userid' and i.account_id = ${accountId ?? null}::bigint
      order by p.person_id, i.last_seen_at desc, i.id`;
  return sql`
      select distinct on (p.person_id) p.person_id, f.member_id, i.key as recipient, null::text as closed
      from profile p
      join follows f on f.customer_id = p.id and f.account_id = ${accountId ?? null}::bigint and f.ended_at is null
      join identities i on i.id = f.identity_id
      join member_accounts ma on ma.account_id = f.account_id and ma.member_id = f.member_id and ma.active
      where p.wanted is null or f.member_id = p.wanted
      order by p.person_id, (f.member_id = p.owner_member_id) desc nulls last, f.followed_at desc, f.id`;
}
