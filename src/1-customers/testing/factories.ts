import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { TestPlatform } from '#platform/testing/test-platform.ts';
import { initialsOf } from '../identities/initials.ts';
import { storePhone } from '../identities/phones.ts';

/** Small builders with defaults for tests; each writes what the real verb would, its event included. */
export async function buildAccount(
  platform: TestPlatform,
  over: { kind?: string; name?: string; externalId?: string } = {},
): Promise<number> {
  const { kind = 'wecom', name = '测试企业', externalId = null } = over;
  const { id } = await platform.db
    .insertInto('channelAccounts')
    .values({ kind, name, externalId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function buildMember(
  platform: TestPlatform,
  over: { name?: string; accountId?: number; teamId?: number } = {},
): Promise<number> {
  const { id } = await platform.db
    .insertInto('members')
    .values({ name: over.name ?? '小林', role: 'staff', dataScope: 'own', teamId: over.teamId ?? null })
    .returning('id')
    .executeTakeFirstOrThrow();
  if (over.accountId !== undefined)
    await platform.db
      .insertInto('memberAccounts')
      .values({ accountId: over.accountId, externalId: `user${id}`, memberId: id })
      .execute();
  return id;
}

export type CustomerInput = {
  name?: string;
  phone?: string;
  city?: string;
  minor?: boolean;
  createdAt?: Date;
  followedBy?: { accountId: number; memberId: number };
};

export async function buildCustomer(platform: TestPlatform, input: CustomerInput = {}): Promise<number> {
  const { db, clock } = platform;
  const at = input.createdAt ?? clock.now();
  const name = input.name ?? '张三';
  return await db.transaction().execute(async tx => {
    const { id } = await tx
      .insertInto('customers')
      .values({
        name,
        initials: initialsOf(name),
        city: input.city ?? null,
        minor: input.minor ?? false,
        source: 'test',
        createdAt: at,
        updatedAt: at,
      } as never)
      .returning('id')
      .executeTakeFirstOrThrow();
    if (input.phone) await addPhone(platform, tx, id, input.phone);
    if (input.followedBy) await addFollow(tx, id, input.followedBy, at);
    await appendEvents(tx, [{ type: 'customer.created', customerId: id, at, actor: 'test' }]);
    return id;
  });
}

async function addPhone(
  { vault, clock }: TestPlatform,
  tx: Tx,
  customerId: number,
  e164: string,
): Promise<void> {
  const seen = { firstSeenAt: clock.now(), lastSeenAt: clock.now() };
  await tx
    .insertInto('identities')
    .values({ customerId, kind: 'phone', ...storePhone(vault, e164), source: 'test', ...seen })
    .execute();
}

async function addFollow(
  tx: Tx,
  customerId: number,
  { accountId, memberId }: { accountId: number; memberId: number },
  at: Date,
) {
  const key = `wm_test_${customerId}`;
  const { id: identityId } = await tx
    .insertInto('identities')
    .values({
      customerId,
      kind: 'external_userid',
      accountId,
      key,
      shown: key,
      source: 'test',
      firstSeenAt: at,
      lastSeenAt: at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('follows')
    .values({ accountId, memberId, identityId, customerId, followedAt: at })
    .execute();
}
