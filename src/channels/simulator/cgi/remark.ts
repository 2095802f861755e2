import { z } from 'zod';
import { raise } from '../callbacks/events.ts';
import { anyId, anyUserid, type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { contactMember, mustFollow, type RelationRow } from './permissions.ts';

const remarkBody = z.object({
  userid: anyUserid,
  external_userid: anyId,
  remark: z.string().max(20).optional(),
  description: z.string().max(150).optional(),
  remark_company: z.string().max(20).optional(),
  remark_mobiles: z.array(z.string()).optional(),
  remark_pic_mediaid: z.string().optional(),
});
type Remark = z.output<typeof remarkBody>;

export const remark: Endpoint = {
  path: 'externalcontact/remark',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const request = read(remarkBody, call.body);
    const { userid, external_userid, ...fields } = request;
    if (Object.values(fields).every(value => value === undefined)) throw new Refusal(40063);
    const member = contactMember(call, userid);
    const relation = mustFollow(call, member.userid, external_userid);
    writeRemark(call, relation, request);
    if (call.simulation.settings.apiChangesRaiseCallbacks)
      raise(call.simulation, call.app.corpid, {
        event: 'change_external_contact',
        change: 'edit_external_contact',
        userid: member.userid,
        external_userid,
        state: relation.state,
      });
    return {};
  },
};

/** What is not named stays. Mobiles replace the old ones, and `[""]` clears them. */
function writeRemark({ simulation, app }: Call, relation: RelationRow, request: Remark): void {
  const wechat = simulation.store.one(
    'select 1 from customers where corpid = ? and external_userid = ? and type = 1',
    ...[app.corpid, relation.external_userid],
  );
  const mobiles = request.remark_mobiles?.filter(mobile => mobile !== '');
  simulation.store.run(
    `update relations set remark = coalesce(?, remark), description = coalesce(?, description),
       remark_corp_name = coalesce(?, remark_corp_name), remark_mobiles_json = coalesce(?, remark_mobiles_json)
     where id = ?`,
    request.remark ?? null,
    request.description ?? null,
    wechat ? (request.remark_company ?? null) : null,
    mobiles ? JSON.stringify(mobiles) : null,
    relation.id,
  );
}
