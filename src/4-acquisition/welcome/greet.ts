import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { refuseTooLong, renderMessage, toChannelMessage, valuesOf, variablesIn } from '#brand';
import type { MessageContent } from '#brand/contract';
import { type Message, openWecom, openWecomMedia, wecom } from '#channels';
import { type Newcomer, type WelcomeCode, whoIsNewcomer } from '#customers';
import { SECOND } from '#platform/clock.ts';
import type { Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import { chooseVariant, type Greeted } from './choose.ts';
import type { Variant, WelcomePlan } from './contract.ts';

/** Page 92137: the code is good for twenty seconds from the event. */
export const WINDOW = 20 * SECOND;
/** What asking who somebody is may cost: after that they are greeted as somebody unknown. */
const ASKING = 3 * SECOND;
const LATE = 41050;
const GREETED = 41051;
const BUSY = 41096;

/**
 * These rows need not wait for the disk: lost in a crash, the platform still greets nobody twice, and the twenty seconds are
 * the customer's.
 */
const QUICKLY = sql`quickly as (select set_config('synchronous_commit', 'off', true))`;

type Settled = {
  outcome: 'sent' | 'none' | 'late' | 'greeted' | 'refused';
  variant?: string;
  failure?: Words & { code: string };
};
type Choice = { codeId: number | null; plan: WelcomePlan | null };

/**
 * Greets somebody who has just been added, in the process that heard of it. The code is taken first, in one statement:
 * whoever hears of it too, a repeat of the callback or a worker after a crash, finds it taken. The platform itself lets
 * nobody greet twice.
 */
export async function greet(platform: Platform, told: WelcomeCode): Promise<void> {
  const [known, choice] = await Promise.all([whoIsNewcomer(platform, told), choiceOf(platform, told)]);
  const id = await take(platform, told, choice, known.erased);
  if (id === undefined) return;
  const settled = await say(platform, told, choice, known).catch((error): Settled => {
    platform.log.warn({ accountId: told.accountId, err: error }, 'welcome not sent');
    return { outcome: 'refused', failure: asFailure(error) };
  });
  await sql`
    with ${QUICKLY}
    update welcomes set outcome = ${settled.outcome}, variant = ${settled.variant ?? ''}, settled_at = ${platform.clock.now()},
      failure = ${settled.failure ? JSON.stringify(settled.failure) : null}::jsonb from quickly where id = ${id}`.execute(
    platform.db,
  );
}

/** What the code says they came by greets with; where it says nothing, what the account says to everybody. */
async function choiceOf({ db }: Platform, { accountId, state }: WelcomeCode): Promise<Choice> {
  const { rows } = await sql<Choice>`
    select c.id as code_id, coalesce(c.welcome, a.welcome) as plan
    from (select ${accountId}::bigint as account) asked
    left join code_ways w on w.state = ${state}
    left join live_codes c on c.id = w.code_id and c.account_id = asked.account
    left join account_welcomes a on a.account_id = asked.account`.execute(db);
  return rows[0] ?? { codeId: null, plan: null };
}

/** Of an erased person not even the platform's key is kept. */
async function take(
  { db, clock }: Platform,
  told: WelcomeCode,
  { codeId }: Choice,
  isErased: boolean,
): Promise<number | undefined> {
  const key = createHash('sha256').update(`${told.accountId}:${told.code}`).digest();
  const { rows } = await sql<{ id: number }>`
    with ${QUICKLY}
    insert into welcomes (account_id, code_key, user_id, external_id, code_id, told_at, taken_at)
    select ${told.accountId}, ${key}, ${told.userId}, ${isErased ? '' : told.externalUserId}, ${codeId}, ${told.at}::timestamptz, ${clock.now()}::timestamptz from quickly
    on conflict (code_key) do nothing returning id`.execute(db);
  return rows[0]?.id;
}

async function say(
  platform: Platform,
  told: WelcomeCode,
  { plan }: Choice,
  first: Newcomer,
): Promise<Settled> {
  if (!plan) return { outcome: 'none' };
  const until = told.at.getTime() + WINDOW;
  if (platform.clock.now().getTime() >= until) return { outcome: 'late' };
  const client = await openWecom(platform, told.accountId);
  const who = await whoIs(platform, client, told, plan, first);
  const chosen = chooseVariant(plan, who);
  if (!chosen) return { outcome: 'none' };
  const variant = String(chosen.at);
  const message = await messageFor(platform, chosen.variant, who);
  const left = until - platform.clock.now().getTime();
  if (left <= 0) return { outcome: 'late', variant };
  const media = await openWecomMedia(platform, told.accountId);
  return { ...(await send({ client, media }, told.code, message, AbortSignal.timeout(left))), variant };
}

type Who = Greeted & { personId: number | null; name: string | undefined };

/** Known by the platform's key at once; asked of the platform only where the plan makes a difference by it. */
async function whoIs(
  platform: Platform,
  client: wecom.WecomClient,
  told: WelcomeCode,
  plan: WelcomePlan,
  first: Newcomer,
): Promise<Who> {
  const { accountId, externalUserId, at } = told;
  const memberId = await memberOf(platform, told);
  let known = first;
  let name: string | undefined;
  if (known.personId === null && !known.erased && makesDifference(plan)) {
    const asked = await wecom.getCustomer(client, externalUserId, AbortSignal.timeout(ASKING));
    if (asked.ok) {
      name = asked.data.customer.name || undefined;
      const { unionId } = asked.data.customer;
      if (unionId) known = await whoIsNewcomer(platform, { accountId, externalUserId, unionId });
    }
  }
  const { personId, hasBought } = known;
  return { at, memberId, isKnown: personId !== null, hasBought, personId, name };
}

const makesDifference = ({ variants }: WelcomePlan) =>
  variants.some(
    ({ who, message }) => who !== 'anybody' || variablesIn(message).some(one => one !== 'member'),
  );

async function memberOf({ db }: Platform, { accountId, userId }: WelcomeCode): Promise<number | null> {
  const { rows } = await sql<{ memberId: number }>`
    select member_id from member_accounts where account_id = ${accountId} and lower(external_id) = lower(${userId})`.execute(
    db,
  );
  return rows[0]?.memberId ?? null;
}

async function messageFor(
  platform: Platform,
  { message }: Variant,
  { personId, memberId, name }: Who,
): Promise<Message> {
  // Nobody has the id 0: who is not known yet has only what the platform told of them, and the member's name.
  const values = await valuesOf(platform.db, [{ customerId: personId ?? 0, memberId }]);
  const words: MessageContent = renderMessage(message, {
    ...(name && { name }),
    ...values.get(personId ?? 0),
  });
  refuseTooLong(words);
  return await toChannelMessage(platform, words);
}

async function send(
  { client, media }: { client: wecom.WecomClient; media: wecom.MediaShelf },
  code: string,
  message: Message,
  signal: AbortSignal,
): Promise<Settled> {
  const sent = await media.send(message, prepared => wecom.sendWelcome(client, code, prepared, signal));
  if (sent.ok) return { outcome: 'sent' };
  if (sent.code === LATE || sent.code === 'aborted') return { outcome: 'late' };
  if (sent.code === GREETED) return { outcome: 'greeted' };
  if (sent.code === BUSY && !signal.aborted) {
    await sleep(SECOND);
    return await send({ client, media }, code, message, signal);
  }
  return { outcome: 'refused', failure: { code: String(sent.code), ...sent.message } };
}

function asFailure(error: unknown): Words & { code: string } {
  if (error instanceof wecom.WecomError)
    return { code: String(error.failure.code), ...error.failure.message };
  return {
    code: 'internal',
    zh: '欢迎语没有发出，请由成员补一句问候。',
    en: 'The welcome was not sent; please let the member say hello.',
  };
}
