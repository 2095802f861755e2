import { keptSeed, type Simulation } from '../simulation.ts';
import { makeChance } from '../store/chance.ts';
import { WORLD_TABLES } from '../store/schema.ts';
import { changeSettings, readSettings } from '../store/settings.ts';
import { writeChat, writeGroupPerson } from './groups.ts';
import { loadCustomers } from './load-customers.ts';
import { writeMember } from './members.ts';
import type { Corp, World } from './world.ts';

/** Empties everything, the log too, and begins the described world. */
export function beginWorld(simulation: Simulation, world: World): void {
  const { store, clock } = simulation;
  store.transaction(() => {
    for (const table of WORLD_TABLES) store.run(`delete from ${table}`);
    // Numbers begin anew too: chances are drawn about them, and the same world must live the same life.
    store.run('delete from sqlite_sequence');
    store.run(`delete from meta where key in ('settings', 'names', 'clock_offset')`);
    clock.set(world.at ? new Date(world.at) : clock.base.now());
    simulation.chance = makeChance(store, keptSeed(store, world.seed));
    simulation.settings = world.settings ? changeSettings(store, world.settings) : readSettings(store);
    for (const corp of world.corps) addCorp(simulation, corp);
  });
}

/** A further corp beside those there are. Throws when its corpid is taken. */
export function addCorp(simulation: Simulation, corp: Corp): void {
  const { store } = simulation;
  store.transaction(() => {
    store.run('insert into corps values (?, ?, ?)', corp.corpid, corp.name, Number(corp.wechat_bound));
    addApps(simulation, corp);
    addDepartments(simulation, corp);
    for (const member of corp.members) writeMember(store, corp.corpid, member);
    addTagGroups(simulation, corp);
    loadCustomers(simulation, corp.corpid, corp.customers);
    addGroupChats(simulation, corp);
  });
}

function addApps({ store }: Simulation, corp: Corp): void {
  for (const app of corp.apps)
    store.run(
      `insert into apps (corpid, agentid, name, secret, kind, customer_contact, private_fields, visible_json,
         trusted_ips_json, callback_url, callback_token, callback_key, trusted_domain, sidebar_url)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      corp.corpid,
      app.agentid,
      app.name,
      app.secret,
      app.kind,
      Number(app.customer_contact && app.kind === 'self_built'),
      Number(app.private_fields),
      app.visible && JSON.stringify(app.visible),
      app.trusted_ips && JSON.stringify(app.trusted_ips),
      app.callback?.url ?? null,
      app.callback?.token ?? null,
      app.callback?.encodingAesKey ?? null,
      app.trusted_domain,
      app.sidebar_url,
    );
}

/** Every corp has a root department, whether described or not. */
function addDepartments({ store }: Simulation, corp: Corp): void {
  const root = {
    id: 1,
    name: corp.name,
    name_en: '',
    parentid: 0,
    order: 100_000_000,
    department_leader: [],
  };
  const described = corp.departments.some(department => department.id === 1);
  for (const department of described ? corp.departments : [root, ...corp.departments])
    store.run(
      'insert into departments values (?, ?, ?, ?, ?, ?, ?)',
      corp.corpid,
      department.id,
      department.name,
      department.name_en,
      department.parentid,
      department.order,
      JSON.stringify(department.department_leader),
    );
}

function addTagGroups({ store, clock, chance }: Simulation, corp: Corp): void {
  for (const group of corp.tag_groups) {
    const groupId = group.group_id ?? chance.name('et', 30);
    const created = group.create_time ?? clock.seconds();
    const agentid = group.agentid ?? null;
    store.run(
      'insert into tag_groups (corpid, group_id, group_name, create_time, ord, agentid) values (?, ?, ?, ?, ?, ?)',
      ...[corp.corpid, groupId, group.group_name, created, group.order, agentid],
    );
    for (const tag of group.tag)
      store.run(
        'insert into tags (corpid, tag_id, group_id, name, create_time, ord, agentid) values (?, ?, ?, ?, ?, ?, ?)',
        ...[corp.corpid, tag.id ?? chance.name('et', 30), groupId, tag.name, created, tag.order, agentid],
      );
  }
}

/** Of a group that began some time ago, people have come as they met its owner. */
function addGroupChats(simulation: Simulation, { corpid, group_chats }: Corp): void {
  const met = (owner: string, external: string) =>
    simulation.store.one<{ createtime: number }>(
      'select createtime from relations where corpid = ? and userid = ? and external_userid = ?',
      ...[corpid, owner, external],
    )?.createtime ?? 0;
  for (const { external_userid, create_time, ...chat } of group_chats) {
    const at = create_time === undefined ? simulation.clock.milliseconds() : create_time * 1_000;
    writeChat(simulation, { ...chat, corpid }, at);
    for (const person of external_userid)
      writeGroupPerson(
        simulation,
        { corpid, chat_id: chat.chat_id, person, type: 2 },
        { at: create_time === undefined ? at : Math.max(at, met(chat.owner, person) * 1_000) },
      );
  }
}
