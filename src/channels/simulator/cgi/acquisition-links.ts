import { z } from 'zod';
import { keepPriority, type LinkRow, linkById, priorityOf } from '../people/acquisition-links.ts';
import { departmentMembers } from '../people/ways.ts';
import { pageById } from './cursors.ts';
import { type Answer, type Call, cursorField, type Endpoint, limitField, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { contactMember, visibleDepartments } from './permissions.ts';

const range = z.object({
  user_list: z.array(z.string().min(1)).default([]),
  department_list: z.array(z.number().int()).default([]),
});
const content = z.object({
  link_name: z.string().min(1).max(30),
  range,
  skip_verify: z.boolean().default(true),
  mark_source: z.boolean().default(true),
  priority_option: z
    .object({
      priority_type: z.union([z.literal(0), z.literal(1), z.literal(2)]),
      priority_userid_list: z.array(z.string().min(1)).default([]),
    })
    .default({ priority_type: 0, priority_userid_list: [] }),
});
const named = z.object({ link_id: z.string().min(1) });

/** @throws Refusal 40058 of another app, or there is none. */
export function ownLink({ simulation, app, body }: Call): LinkRow {
  const link = linkById(simulation, app.corpid, read(named, body).link_id);
  if (!link || link.agentid !== app.agentid) throw new Refusal(40058);
  return link;
}

/** @throws Refusal 40063 nobody, 41054 not activated, 41041 more than a link may have. */
function checkRange(
  call: Call,
  { range: { user_list, department_list }, priority_option: first }: z.output<typeof content>,
): void {
  const { simulation, app } = call;
  if (user_list.length + department_list.length === 0) throw new Refusal(40063);
  for (const userid of user_list) if (contactMember(call, userid).status !== 1) throw new Refusal(41054);
  const seen = visibleDepartments(simulation.store, app);
  if (department_list.some(id => !seen.has(id))) throw new Refusal(60123);
  const all = new Set([
    ...user_list.map(userid => userid.toLowerCase()),
    ...departmentMembers(simulation, app.corpid, department_list),
  ]);
  if (first.priority_type === 2 && first.priority_userid_list.length === 0) throw new Refusal(40063);
  for (const userid of first.priority_userid_list) contactMember(call, userid);
  if (all.size > simulation.settings.membersPerLink) throw new Refusal(41041);
}

const endpoint = (path: string, answer: Endpoint['answer'], empty: Answer = {}): Endpoint => ({
  path: `externalcontact/customer_acquisition/${path}`,
  method: 'POST',
  may: 'customer_contact',
  empty,
  answer,
});

const create = endpoint('create_link', call => {
  const { simulation, app } = call;
  const { store, clock, chance, settings } = simulation;
  const link = read(content, call.body);
  checkRange(call, link);
  const count = store.one<{ n: number }>(
    'select count(*) as n from acquisition_links where corpid = ?',
    app.corpid,
  );
  if ((count?.n ?? 0) >= settings.linksPerCorp) throw new Refusal(41095);
  const link_id = chance.name('', 20);
  const url = `https://work.weixin.qq.com/ca/${link_id}`;
  store.run(
    `insert into acquisition_links (corpid, link_id, agentid, link_name, url, created_at, skip_verify, mark_source, user_json,
       party_json) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[
      app.corpid,
      link_id,
      app.agentid,
      link.link_name,
      url,
      clock.milliseconds(),
      Number(link.skip_verify),
    ],
    ...[
      Number(link.mark_source),
      JSON.stringify(link.range.user_list),
      JSON.stringify(link.range.department_list),
    ],
  );
  keepPriority(simulation, app.corpid, link_id, link.priority_option);
  return { link: { link_id, link_name: link.link_name, url, create_time: clock.seconds() } };
});

const update = endpoint('update_link', call => {
  const { id, link_id } = ownLink(call);
  const link = read(content, call.body);
  checkRange(call, link);
  call.simulation.store.run(
    `update acquisition_links set link_name = ?, skip_verify = ?, mark_source = ?, user_json = ?, party_json = ? where id = ?`,
    ...[link.link_name, Number(link.skip_verify), Number(link.mark_source)],
    ...[JSON.stringify(link.range.user_list), JSON.stringify(link.range.department_list), id],
  );
  keepPriority(call.simulation, call.app.corpid, link_id, link.priority_option);
  return {};
});

const remove = endpoint('delete_link', call => {
  call.simulation.store.run('delete from acquisition_links where id = ?', ownLink(call).id);
  return {};
});

const get = endpoint('get', call => {
  const { simulation, app } = call;
  const link = ownLink(call);
  return {
    link: {
      ...{ link_name: link.link_name, url: link.url, create_time: Math.floor(link.created_at / 1_000) },
      ...{ skip_verify: link.skip_verify === 1, mark_source: link.mark_source === 1 },
    },
    range: {
      user_list: JSON.parse(link.user_json) as string[],
      department_list: JSON.parse(link.party_json) as number[],
    },
    priority_option: priorityOf(simulation, app.corpid, link.link_id),
  };
});

const list = endpoint(
  'list_link',
  ({ simulation, app, body }) => {
    const page = read(z.object({ limit: limitField(100, 100, 'most'), cursor: cursorField }), body);
    const found = pageById(simulation, { ...page, api: 'list_link' }, (after, limit) =>
      simulation.store.all<LinkRow>(
        'select * from acquisition_links where corpid = ? and agentid = ? and id > ? order by id limit ?',
        ...[app.corpid, app.agentid, after, limit],
      ),
    );
    return { link_id_list: found.rows.map(row => row.link_id), next_cursor: found.next_cursor };
  },
  { link_id_list: [] },
);

export const acquisitionLinks: readonly Endpoint[] = [create, update, remove, get, list];
