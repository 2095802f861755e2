import { carryOutTransfers, createTransfer } from '#customers';
import { DAY } from '#platform/clock.ts';
import { CORP } from '../shop/company.ts';
import { staffOf } from '../shop/staff.ts';
import type { Customer } from './cast.ts';
import { leavers } from './come-and-go.ts';
import type { Receiver } from './receiver.ts';
import type { Story } from './story.ts';

/** Helped out at the shop by the river, and has left since: nobody has taken over whom she had. */
const LEFT = { userid: 'sun.jie', name: '孙洁', customers: 14 };
/** He hands some of his to the manager of the same shop. */
const HANDS_OVER = { from: 'wu.tong', to: 'chen.ke', customers: 12, refuse: 2 };
const WORDS = '您好，我是滨江店店长陈可，以后由我为您服务，想吃什么随时跟我说。';

/** Somebody leaves, and somebody else hands customers on: 离职继承 has who waits, 在职继承 a record. */
export async function handOver(story: Story, receiver: Receiver): Promise<void> {
  const settled = staying(story);
  await leave(story, receiver, settled.slice(0, LEFT.customers));
  const theirs = settled.filter(({ relation }) => relation?.userid === HANDS_OVER.from);
  const chosen = theirs.slice(-HANDS_OVER.customers);
  await start(story, chosen);
  await carryOutTransfers(story.platform);
  for (const { relation } of chosen.slice(0, HANDS_OVER.refuse))
    if (relation) await story.admin.customerRefusesTransfer(CORP.corpid, relation.external);
  for (const { relation } of chosen.slice(HANDS_OVER.refuse)) if (relation) relation.userid = HANDS_OVER.to;
  await receiver.worked();
}

/** The day in which they could refuse is long over. */
export async function finishHandOver({ platform }: Story, receiver: Receiver): Promise<void> {
  await receiver.worked();
  await carryOutTransfers(platform);
}

/** Of the shop by the river, since long ago, and until the end of the story. */
function staying(story: Story): Customer[] {
  const now = story.clock.now().getTime();
  const leaving = new Set(leavers(story, now, story.now.getTime()).map(({ relation }) => relation));
  const store = staffOf(HANDS_OVER.from).store;
  return story.cast.filter(
    ({ relation }) =>
      relation &&
      relation.followedAt < now - 90 * DAY &&
      !leaving.has(relation) &&
      staffOf(relation.userid).store === store,
  );
}

async function leave(story: Story, receiver: Receiver, customers: readonly Customer[]): Promise<void> {
  const { admin } = story;
  const { userid, name } = LEFT;
  const department = [staffOf(HANDS_OVER.from).department];
  await admin.putMember(CORP.corpid, userid, { name, position: '店员', department, console_welcome: true });
  await receiver.worked();
  for (const { relation } of customers)
    if (relation) await admin.customerAdds(CORP.corpid, relation.external, { userid, add_way: 3 });
  await receiver.worked();
  await admin.dismissMember(CORP.corpid, userid);
  await receiver.worked();
}

async function start(story: Story, chosen: readonly Customer[]): Promise<void> {
  const { platform, owner, accountId } = story;
  const keys = chosen.flatMap(({ relation }) => (relation ? [relation.external] : []));
  await platform.db.transaction().execute(async tx => {
    const members = await tx
      .selectFrom('memberAccounts')
      .select(['externalId', 'memberId'])
      .where('accountId', '=', accountId)
      .execute();
    const idOf = (userid: string) => members.find(one => one.externalId === userid)?.memberId ?? 0;
    const people = await tx
      .selectFrom('identities')
      .select('customerId')
      .where('kind', '=', 'external_userid')
      .where('key', 'in', keys)
      .execute();
    await createTransfer(tx, platform.clock, owner, {
      ...{ accountId, kind: 'on_job', fromId: idOf(HANDS_OVER.from), takerIds: [idOf(HANDS_OVER.to)] },
      ...{ which: 'chosen', customerIds: people.map(row => row.customerId), withGroups: false },
      ...{ spread: 'evenly', words: WORDS },
    });
  });
}
