import { createWecomAccount, syncWecom } from '#customers';
import { changeMember, createTeam } from '#platform/auth/members.ts';
import { COMPANY, CORP } from '../shop/company.ts';
import { DEPARTMENTS, STAFF } from '../shop/staff.ts';
import { moveTo, type Story } from './story.ts';
import { corpAt } from './world.ts';

/** The corp begins at the platform, is connected and read in: members, tags, and whoever has added a member. */
export async function connectWecom(story: Story): Promise<void> {
  const { platform, clock, owner } = story;
  await beginWorld(story, false);
  const account = {
    name: `${COMPANY}企业微信`,
    corpId: CORP.corpid,
    agentId: CORP.agentid,
    secret: CORP.secret,
  };
  const { callbackToken, callbackKey } = CORP;
  const given = { ...account, callbackToken, callbackKey, baseUrl: story.simulatorUrl };
  story.accountId = await platform.db
    .transaction()
    .execute(tx => createWecomAccount(tx, { vault: platform.vault, clock }, owner, given));
  await syncWecom(platform, story.accountId);
  await makeTeams(story);
}

/** What members have noted meanwhile is read in: mobiles join customers of WeCom with those of the shops. */
export async function noteMobiles(story: Story): Promise<void> {
  await beginWorld(story, true);
  await syncWecom(story.platform, story.accountId);
}

async function beginWorld(story: Story, mobiles: boolean): Promise<void> {
  const at = story.clock.now();
  await story.admin.beginWorld({
    seed: story.seed,
    at: at.toISOString(),
    corps: [corpAt(story.cast, at, mobiles)],
  });
  await moveTo(story, at);
}

/** Departments are teams here; who leads one sees its customers. */
async function makeTeams({ platform, owner, clock }: Story): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    const members = await tx.selectFrom('members').select(['id', 'name']).execute();
    for (const department of DEPARTMENTS) {
      const teamId = await createTeam(tx, clock, owner, { name: department.name, parentId: null });
      for (const staff of STAFF.filter(one => one.department === department.id)) {
        const member = members.find(one => one.name === staff.name);
        const leads = staff.position === '店长';
        const role = leads ? ({ role: 'manager', dataScope: 'team' } as const) : {};
        if (member) await changeMember(tx, clock, owner, member.id, { teamId, ...role });
      }
    }
  });
}
