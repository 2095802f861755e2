import {
  advanceMigrations,
  createMigration,
  listTasks,
  settleTask,
  showTaskPhone,
  startMigration,
} from '#acquisition';
import { SYSTEM } from '#platform/auth/actor.ts';
import { chanceOf } from '../people/chance.ts';
import { CORP } from '../shop/company.ts';
import { STAFF } from '../shop/staff.ts';
import type { Receiver } from './receiver.ts';
import type { Story } from './story.ts';

/** Of those asked: who says no, whose number is wrong, and who becomes a friend within the day. */
const [REFUSE, WRONG, ACCEPT] = [0.05, 0.09, 0.45];
/** WeCom's `add_way` of somebody found by their telephone. */
const BY_PHONE = 2;

/** Buyers of the shops are asked to become friends: by those of the shops' members who have time for it. */
export async function beginMigration(story: Story, segmentId: number): Promise<void> {
  const { platform, clock, owner, accountId } = story;
  const asking = await askingMembers(story);
  await platform.db.transaction().execute(async tx => {
    const id = await createMigration(tx, clock, owner, {
      ...{ name: '店铺老客请进来', accountId, segmentId, memberIds: [...asking.keys()] },
      ...{ waveSize: 12, waveDays: 4, memberDay: 6, answerDays: 3, judgedFrom: 10 },
      ...{ minAccepted: 10, maxRefused: 20, greeting: '您好，我是小满面包房的店员，您常买的可颂我给您留着' },
    });
    await startMigration(platform, tx, owner, id);
  });
  await advanceMigrations(platform);
}

/**
 * A day of it: what is due is opened, members ask whom they were given, some of those accept.
 * @param most how many each asks today; the others still stand in their lists.
 */
export async function askBuyers(story: Story, receiver: Receiver, most = 100): Promise<void> {
  await advanceMigrations(story.platform);
  for (const [memberId, userid] of await askingMembers(story)) {
    const actor = { ...SYSTEM, name: `member:${memberId}`, memberId, role: 'staff' as const };
    const { data } = await listTasks(story.platform.db, story.clock, actor);
    for (const task of data.filter(one => one.state === 'waiting').slice(0, most)) {
      const chance = chanceOf(story.seed, 11, task.customerId).next();
      const outcome = chance < REFUSE ? 'refused' : chance < WRONG ? 'wrong_number' : 'asked';
      const phone = await story.platform.db.transaction().execute(async tx => {
        const shown = await showTaskPhone(story.platform, tx, actor, task);
        await settleTask(tx, story.clock, actor, task, outcome);
        return shown;
      });
      if (outcome === 'asked' && chance < ACCEPT) await accept(story, receiver, userid, { ...task, phone });
    }
  }
  await receiver.worked();
}

/** They accept, and the member notes who they are. */
async function accept(
  { admin, clock }: Story,
  receiver: Receiver,
  userid: string,
  { customerId, name, phone }: { customerId: number; name: string; phone: string },
): Promise<void> {
  const added = await admin.customerAdds(CORP.corpid, `wmLaoke${String(customerId).padStart(8, '0')}`, {
    ...{ userid, add_way: BY_PHONE, createtime: Math.floor(clock.now().getTime() / 1_000) },
    ...{ remark: name, remark_mobiles: [phone.replace(/^\+86/, '')] },
    customer: { name },
  });
  if (added.welcomeCode !== null) await receiver.greeted();
}

/** Two of the staff do it, by the member's id. */
async function askingMembers({ platform, accountId }: Story): Promise<Map<number, string>> {
  const userids = STAFF.slice(0, 2).map(one => one.userid);
  const rows = await platform.db
    .selectFrom('memberAccounts')
    .select(['memberId', 'externalId'])
    .where('accountId', '=', accountId)
    .where('externalId', 'in', userids)
    .orderBy('memberId')
    .execute();
  return new Map(rows.map(row => [row.memberId, row.externalId]));
}
