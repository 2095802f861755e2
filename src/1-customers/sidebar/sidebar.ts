import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { openTickets, readWecomAccount, wecom } from '#channels';
import type { Actor } from '#platform/auth/actor.ts';
import { SECOND } from '#platform/clock.ts';
import { say } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { inScope } from '../customers/scope.ts';
import { corpsToSignInThrough } from '../sign-in/sign-in.ts';
import type { sidebarView } from './contract.ts';

type View = z.output<typeof sidebarView>;

const NO_APP = {
  zh: '还没有接入企业微信应用，或没有填写 AgentId。',
  en: 'No WeCom app is connected, or its AgentId is missing.',
};

/** Who looks, and with what the page registers with WeCom's client. Without a client everything but sending works. */
export async function openSidebar(
  platform: Platform,
  actor: Actor,
  given: { accountId: number | undefined; url: string },
): Promise<Omit<View, 'member'>> {
  const corps = await corpsToSignInThrough(platform.db);
  const account = given.accountId === undefined ? corps[0] : corps.find(one => one.id === given.accountId);
  const mayWrite = actor.permissions.has('customers:write');
  if (!account) return { mayWrite, account: null, client: null, without: say(NO_APP, actor.language) };
  return { mayWrite, account, ...(await registration(platform, actor, account.id, given.url)) };
}

async function registration(
  platform: Platform,
  actor: Actor,
  accountId: number,
  url: string,
): Promise<Pick<View, 'client' | 'without'>> {
  const { corpId, agentId = 0, baseUrl } = await readWecomAccount(platform, accountId);
  const page = {
    url,
    nonceStr: randomBytes(12).toString('hex'),
    timestamp: Math.floor(platform.clock.now().getTime() / SECOND),
  };
  const signed = await wecom.signFor(await openTickets(platform, accountId), page);
  if (!signed.ok) return { client: null, without: say(signed.message, actor.language) };
  const { corp: config, agent: agentConfig } = signed.data;
  const standIn = baseUrl === undefined ? null : new URL(baseUrl).origin;
  return { client: { corpId, agentId, config, agentConfig, standIn }, without: null };
}

/** The person behind a contact of a corp, if the actor may see them. */
export async function personOfContact(
  db: Db,
  actor: Actor,
  contact: { accountId: number; externalUserId: string },
): Promise<number> {
  const { rows } = await sql<{ personId: number }>`
    select c.person_id from identities i join customers c on c.id = i.customer_id
    where i.kind = 'external_userid' and i.account_id = ${contact.accountId} and i.key = ${contact.externalUserId}
      and c.status = 'active' and ${inScope(actor.scope, sql`c.person_id`)}`.execute(db);
  if (!rows[0]) throw new Problem(NOT_FOUND);
  return rows[0].personId;
}

/** The pages that may stand around the sidebar: ours, and a simulator that an account lives in. */
export async function framesOfSidebar(db: Db): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select distinct config ->> 'baseUrl' as address from channel_accounts
    where kind = 'wecom' and status = 'active' and config ? 'baseUrl'`.execute(db);
  return rows.flatMap(row => URL.parse(row.address)?.origin ?? []);
}
