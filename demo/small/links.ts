import { createLink, createTouchpoint, syncLinks, tellLinks } from '#acquisition';
import { MINUTE } from '#platform/clock.ts';
import { chanceOf, happens } from '../people/chance.ts';
import { CORP } from '../shop/company.ts';
import { ONLINE_STAFF } from '../shop/staff.ts';
import type { Receiver } from './receiver.ts';
import { moveTo, type Story } from './story.ts';

/** So few are left afterwards that the page warns. */
const QUOTA = 24;
const NAMES = ['麦穗', '阿布', '小西柚', '不加糖', '周末见', '团团妈', 'Lena', '三明治', '奶黄包', '一颗杏'];
/** Of those who open the link: who adds the member, and who of them writes. */
const [ADDS, WRITES] = [0.75, 0.5];

/** A link on the shop's page at Douyin (获客助手): some only look, some come, some write. */
export async function handOutLink(story: Story, receiver: Receiver): Promise<void> {
  const { platform, admin, seed } = story;
  await admin.buyQuota(CORP.corpid, { count: QUOTA });
  const id = await makeLink(story);
  await tellLinks(platform);
  const { linkId, state } = await platform.db
    .selectFrom('acquisitionLinks')
    .select(['linkId', 'state'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  for (const [at, name] of NAMES.entries()) {
    await moveTo(story, new Date(story.clock.now().getTime() + MINUTE));
    const random = chanceOf(seed, 21, at);
    const external_userid = `wmDouyin${seed}x${at}`;
    const adds = happens(random, ADDS);
    const who = { external_userid, customer: { name }, customer_channel: state, adds };
    const { userid } = await admin.customerOpensLink(CORP.corpid, linkId ?? '', who);
    if (!userid) continue;
    await receiver.greeted();
    if (happens(random, WRITES)) await admin.customerReplies(CORP.corpid, external_userid, userid, '你好');
  }
  await receiver.worked();
}

async function makeLink({ platform, owner, seed, accountId }: Story): Promise<number> {
  return await platform.db.transaction().execute(async tx => {
    const member = await tx
      .selectFrom('memberAccounts')
      .select('memberId')
      .where('accountId', '=', accountId)
      .where('externalId', '=', ONLINE_STAFF)
      .executeTakeFirstOrThrow();
    const place = { name: '抖音主页', kind: 'douyin', campaign: '', store: '', url: '' } as const;
    const touchpointId = await createTouchpoint(tx, platform.clock, owner, {
      ...place,
      ...{ memberId: member.memberId, stopLoss: null },
    });
    return await createLink(tx, platform.clock, chanceOf(seed, 20), owner, {
      ...{ name: '抖音主页按钮', touchpointId, accountId, memberIds: [member.memberId] },
      ...{ asksNobody: true, tagIds: [] },
    });
  });
}

/** What the platform has counted of it by the end of the story. */
export async function countLinks({ platform }: Story): Promise<void> {
  await syncLinks(platform);
}
