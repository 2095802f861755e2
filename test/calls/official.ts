import { connectOfficialAccount } from '#customers/testing';
import { type For, insert, next } from './insert.ts';

export function officialAccount({ platform }: For): Promise<number> {
  const account = { name: '样例', appId: `wx_made${next()}`, secret: '样例' };
  return platform.db
    .transaction()
    .execute(tx =>
      connectOfficialAccount(tx, platform, { name: 'test' }, account, 'http://127.0.0.1:47999/'),
    );
}

/** Somebody who has just written to an official account, and takes a notice of a template of it. */
export async function officialFollower(
  given: For,
  customerId: number,
): Promise<{ accountId: number; templateId: number }> {
  const templateId = await noticeTemplate(given);
  const at = given.platform.clock.now();
  const { accountId, code } = await given.platform.db
    .selectFrom('noticeTemplates')
    .select(['accountId', 'code'])
    .where('id', '=', templateId)
    .executeTakeFirstOrThrow();
  const openid = `o_made${next()}`;
  const row = { accountId, openid, customerId };
  await insert(given, 'followers', { ...row, subscribedAt: at, wroteAt: at, syncedAt: at });
  await given.platform.db
    .insertInto('noticeGrants')
    .values({ ...row, code, remaining: 1, changedAt: at })
    .execute();
  return { accountId, templateId };
}

/** A template of subscribe notices with one field. */
export async function noticeTemplate(given: For): Promise<number> {
  const [at, accountId] = [given.platform.clock.now(), await officialAccount(given)];
  const template = { code: `tpl_${next()}`, title: '样例', content: '样例：{{thing1.DATA}}' };
  return await insert(given, 'noticeTemplates', {
    ...{ ...template, accountId, fields: '[{"key": "thing1", "label": "A"}]', source: 'hand' },
    ...{ createdBy: 'test', createdAt: at, updatedAt: at },
  });
}
