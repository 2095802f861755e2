import type { Simulation } from '../simulation.ts';
import type { Customer, Follow } from './world.ts';

/** Customers and who follows them; 100,000 take a few seconds. */
export function loadCustomers(simulation: Simulation, corpid: string, customers: readonly Customer[]): void {
  simulation.store.transaction(() => {
    for (const customer of customers) {
      writeCustomer(simulation, corpid, customer);
      for (const follow of customer.follow_user) writeRelation(simulation, corpid, customer, follow);
    }
  });
}

export function writeCustomer({ store }: Simulation, corpid: string, customer: Customer): void {
  store.run(
    'insert into customers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    corpid,
    customer.external_userid,
    customer.name,
    customer.avatar,
    customer.type,
    customer.gender,
    customer.unionid ?? null,
    customer.position ?? null,
    customer.corp_name ?? null,
    customer.corp_full_name ?? null,
  );
}

type Named = Pick<Customer, 'external_userid' | 'name'>;

/** Who began it, when nobody says: the customer, because most scan a code. */
export function writeRelation(
  { store, clock }: Simulation,
  corpid: string,
  customer: Named,
  follow: Follow,
): void {
  const createtime = follow.createtime ?? clock.seconds();
  const id = store.insert(
    `insert into relations (corpid, userid, external_userid, remark, description, createtime, remark_corp_name,
       remark_mobiles_json, add_way, oper_userid, state, channels_json, personal_tags_json, talked_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    corpid,
    follow.userid,
    customer.external_userid,
    follow.remark ?? customer.name,
    follow.description,
    createtime,
    follow.remark_corp_name,
    JSON.stringify(follow.remark_mobiles),
    follow.add_way,
    follow.oper_userid ?? customer.external_userid,
    follow.state,
    follow.wechat_channels ? JSON.stringify(follow.wechat_channels) : null,
    JSON.stringify(follow.personal_tags),
    (follow.talked_at ?? createtime) * 1_000,
  );
  for (const tag of follow.tag_id) store.run('insert or ignore into relation_tags values (?, ?)', id, tag);
}
