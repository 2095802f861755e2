import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { findMember } from '../world/members.ts';
import { anyUserid, type Call } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { contactMember, visibility } from './permissions.ts';

export const audienceBody = z.object({
  chat_type: z.enum(['single', 'group']).default('single'),
  external_userid: z.array(z.string()).optional(),
  chat_id_list: z.array(z.string()).optional(),
  tag_filter: z
    .object({ group_list: z.array(z.object({ tag_list: z.array(z.string()).min(1) })) })
    .optional(),
  sender: anyUserid.optional(),
  allow_select: z.boolean().default(false),
});
export type Audience = z.output<typeof audienceBody>;

/** Whom each member is to send to, and whom nobody can send to. */
export type Plan = { tasks: Map<string, string[]>; failed: string[] };

/** @throws Refusal 40058 too many, 40063 nobody named, and what a bad sender earns. */
export function planTasks(call: Call, audience: Audience): Plan {
  const { settings } = call.simulation;
  if ((audience.external_userid?.length ?? 0) > settings.customersPerMessage) throw new Refusal(40058);
  if ((audience.chat_id_list?.length ?? 0) > settings.chatsPerMessage) throw new Refusal(40058);
  for (const group of audience.tag_filter?.group_list ?? [])
    if (group.tag_list.length > settings.tagsPerFilterGroup) throw new Refusal(40058);
  const sender = audience.sender === undefined ? undefined : activeSender(call, audience.sender);
  if (audience.chat_type === 'group') return planChats(call, audience, sender);
  return planCustomers(call, audience, sender);
}

/** @throws Refusal 41054 when the member never activated. */
function activeSender(call: Call, userid: string): string {
  const member = contactMember(call, userid);
  if (member.status !== 1) throw new Refusal(41054);
  return member.userid;
}

/** Without a list of chats, all chats of the sender: the simulator's members choose everything. */
function planChats({ simulation, app }: Call, audience: Audience, sender: string | undefined): Plan {
  if (sender === undefined) throw new Refusal(40063);
  const owned = simulation.store
    .all<{ chat_id: string }>(
      'select chat_id from group_chats where corpid = ? and owner = ? and dissolved_at is null',
      app.corpid,
      sender,
    )
    .map(row => row.chat_id);
  const wanted = [...new Set(audience.chat_id_list ?? owned)];
  const chats = new Set(owned);
  return {
    tasks: new Map([[sender, wanted.filter(chat => chats.has(chat))]]),
    failed: wanted.filter(chat => !chats.has(chat)),
  };
}

type Candidate = { userid: string; external_userid: string; talked_at: number };

function planCustomers(call: Call, audience: Audience, sender: string | undefined): Plan {
  const { simulation, app } = call;
  const named = audience.external_userid?.length ? [...new Set(audience.external_userid)] : undefined;
  const filter = audience.tag_filter?.group_list.length ? audience.tag_filter : undefined;
  if (!named && !filter && !sender) throw new Refusal(40063);
  const found = named
    ? candidatesByName(simulation, app.corpid, named, sender)
    : candidatesByTags(simulation, app.corpid, filter, sender);
  const chosen = lastTalked(found.filter(maySend(call, sender)));
  const perMember = Map.groupBy(chosen.values(), candidate => candidate.userid);
  const tasks = new Map(
    [...perMember].map(([userid, group]) => [userid, group.map(one => one.external_userid)]),
  );
  return { tasks, failed: named?.filter(external => !chosen.has(external)) ?? [] };
}

function candidatesByName(
  { store }: Simulation,
  corpid: string,
  named: string[],
  sender: string | undefined,
): Candidate[] {
  return store.all<Candidate>(
    `select userid, external_userid, talked_at from json_each(?1) as named cross join relations
     on relations.corpid = ?2 and relations.external_userid = named.value
     where member_deleted = 0 and half = 0 and (?3 is null or userid = ?3) order by named.key`,
    JSON.stringify(named),
    corpid,
    sender ?? null,
  );
}

/** Tags of one filter group are alternatives, the groups must all be met. */
function candidatesByTags(
  { store }: Simulation,
  corpid: string,
  filter: Audience['tag_filter'],
  sender: string | undefined,
): Candidate[] {
  const groups = filter?.group_list.map(group => JSON.stringify(group.tag_list)) ?? [];
  const carries =
    'and id in (select relation_id from relation_tags where tag_id in (select value from json_each(?)))';
  return store.all<Candidate>(
    `select userid, external_userid, talked_at from relations
     where corpid = ? and member_deleted = 0 and half = 0 ${sender === undefined ? '' : 'and userid = ?'}
     ${groups.map(() => carries).join(' ')} order by id`,
    corpid,
    ...(sender === undefined ? [] : [sender]),
    ...groups,
  );
}

/** Members who can be given a task: seen by the app, activated, in 客户联系 › 使用范围. */
function maySend({ simulation, app }: Call, sender: string | undefined): (candidate: Candidate) => boolean {
  if (sender !== undefined) return () => true;
  const sees = visibility(simulation.store, app);
  const verdicts = new Map<string, boolean>();
  return ({ userid }) => {
    const known = verdicts.get(userid);
    if (known !== undefined) return known;
    const member = findMember(simulation.store, app.corpid, userid);
    const may = sees(userid) && member?.status === 1 && member.customer_contact === 1;
    verdicts.set(userid, may);
    return may;
  };
}

/** Of several members of one customer, the one who talked with the customer last. */
function lastTalked(candidates: Candidate[]): Map<string, Candidate> {
  const chosen = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const before = chosen.get(candidate.external_userid);
    if (!before || candidate.talked_at > before.talked_at) chosen.set(candidate.external_userid, candidate);
  }
  return chosen;
}
