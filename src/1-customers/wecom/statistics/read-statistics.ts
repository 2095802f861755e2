import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { DAY, fromShanghai, shanghaiDate } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';

/** How far back a member is read who was never read. */
const FIRST_DAYS = 30;
/** WeCom may count a day's late replies later; the last days are read again each night. */
const AGAIN_DAYS = 3;

type Member = { memberId: number; externalId: string; ownsGroups: boolean; lastDay: string | null };
export type StatisticsRead = { members: number; days: number; skipped: number };

/**
 * Reads what each member did, day by day, up to yesterday, and keeps it: a day that was kept is written over, so reading
 * again changes nothing, and a night that was missed is made up for. A member WeCom tells nothing about is left out; what
 * concerns the whole account (a limit, a missing permission) ends the run with a `WecomError`, and what was read is kept.
 */
export async function readStatistics(platform: Platform, accountId: number): Promise<StatisticsRead> {
  const client = await openWecom(platform, accountId);
  const read: StatisticsRead = { members: 0, days: 0, skipped: 0 };
  for (const member of await membersToRead(platform, accountId)) {
    const days = await readMember(platform, client, accountId, member);
    if (days === 'left_out') read.skipped += 1;
    else {
      read.members += 1;
      read.days += days;
    }
  }
  return read;
}

/** Who may have customers or groups. */
async function membersToRead({ db }: Platform, accountId: number): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select a.member_id, min(a.external_id) as external_id,
      (select max(day)::text from member_days d where d.account_id = a.account_id and d.member_id = a.member_id) as last_day,
      bool_or(exists (select 1 from customer_groups g
        where g.account_id = a.account_id and lower(g.owner_id) = lower(a.external_id))) as owns_groups
    from member_accounts a where a.account_id = ${accountId} and a.active
      and (exists (select 1 from follows f where f.account_id = a.account_id and f.member_id = a.member_id)
        or exists (select 1 from customer_groups g where g.account_id = a.account_id and lower(g.owner_id) = lower(a.external_id)))
    group by a.account_id, a.member_id order by a.member_id`.execute(db);
  return rows;
}

/** Of one member, or of what belongs to one: others can be read all the same. */
const ONE_MEMBERS = new Set<unknown>([40003, 60011, 60021, 60111, 84061, 84074]);

async function readMember(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
  member: Member,
): Promise<number | 'left_out'> {
  let days = 0;
  for (const { from, to } of spansOf(member.lastDay, platform.clock.now())) {
    const chats = await wecom.readMemberDays(client, member.externalId, from, to);
    if (!chats.ok && ONE_MEMBERS.has(chats.code)) return 'left_out';
    const groups = member.ownsGroups
      ? await wecom.readGroupDays(client, member.externalId, from, to)
      : undefined;
    if (groups && !groups.ok && !ONE_MEMBERS.has(groups.code)) throw new wecom.WecomError(groups);
    const told = wecom.orThrow(chats);
    await keep(platform, accountId, member.memberId, told, groups?.ok ? groups.data : []);
    days += told.length;
  }
  return days;
}

type Span = { from: Date; to: Date };

/** Whole days up to yesterday, thirty at a time, as far back as WeCom tells. Both ends are included. */
export function spansOf(lastDay: string | null, now: Date): Span[] {
  const { daysPerCall, daysBack } = wecom.STATISTICS;
  const today = fromShanghai(shanghaiDate(now)).getTime();
  const wanted =
    lastDay === null ? today - FIRST_DAYS * DAY : fromShanghai(lastDay).getTime() - (AGAIN_DAYS - 1) * DAY;
  const yesterday = today - DAY;
  const spans: Span[] = [];
  for (let from = Math.max(wanted, today - daysBack * DAY); from <= yesterday; from += daysPerCall * DAY)
    spans.push({
      from: new Date(from),
      to: new Date(Math.min(from + (daysPerCall - 1) * DAY, yesterday)),
    });
  return spans;
}

async function keep(
  { db, clock }: Platform,
  accountId: number,
  memberId: number,
  days: readonly wecom.MemberDay[],
  groupDays: readonly wecom.GroupDay[],
): Promise<void> {
  const groupsOf = new Map(groupDays.map(({ at, ...day }) => [shanghaiDate(at), day]));
  const rows = days.map(({ at, ...day }) => {
    const groups = groupsOf.get(shanghaiDate(at));
    return {
      ...{ day: shanghaiDate(at), applied: day.applied, added: day.added, chats: day.chats },
      ...{
        messages: day.messages,
        answered: day.answered,
        answered_after: day.answeredAfter,
        lost: day.lost,
      },
      ...(groups && {
        ...{ new_groups: groups.newGroups, groups: groups.groups, new_people: groups.newPeople },
        ...{ groups_with_messages: groups.groupsWithMessages, people: groups.people },
        group_messages: groups.messages,
      }),
    };
  });
  await sql`
    insert into member_days (account_id, member_id, day, applied, added, chats, messages, answered, answered_after, lost,
      new_groups, groups, groups_with_messages, new_people, people, group_messages, read_at)
    select ${accountId}, ${memberId}, t.*, ${clock.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (day date, applied integer, added integer, chats integer,
      messages integer, answered double precision, answered_after double precision, lost integer, new_groups integer,
      groups integer, groups_with_messages integer, new_people integer, people integer, group_messages integer)
    on conflict (account_id, member_id, day) do update set applied = excluded.applied, added = excluded.added,
      chats = excluded.chats, messages = excluded.messages, answered = excluded.answered,
      answered_after = excluded.answered_after, lost = excluded.lost,
      new_groups = coalesce(excluded.new_groups, member_days.new_groups), groups = coalesce(excluded.groups, member_days.groups),
      groups_with_messages = coalesce(excluded.groups_with_messages, member_days.groups_with_messages),
      new_people = coalesce(excluded.new_people, member_days.new_people), people = coalesce(excluded.people, member_days.people),
      group_messages = coalesce(excluded.group_messages, member_days.group_messages), read_at = excluded.read_at`.execute(
    db,
  );
}
