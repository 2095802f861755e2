import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { renderMessage, toChannelMessage, valuesOf } from '#brand';
import { type AnswerOutcome, officialAccount, piecesIn, wecom } from '#channels';
import {
  claimContacts,
  type FollowerCame,
  type MetFollower,
  meetFollower,
  noteSpent,
  sayReason,
  settleContacts,
  tellAnswered,
} from '#customers';
import { SECOND } from '#platform/clock.ts';
import type { Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import { chooseVariant } from '../choose.ts';
import type { WelcomePlan } from '../contract.ts';

type Settled = {
  outcome: 'sent' | 'none' | 'late' | 'refused';
  variant?: string;
  failure?: (Words & { code: string }) | undefined;
};
type Choice = { codeId: number | null; plan: WelcomePlan | null };

/**
 * Answers who has just followed, or scanned a code of ours as a follower, in the process that heard of it: what their code
 * says, and to who follows anew what the account says. What they did is taken first, in one statement: a repeated
 * callback, or a worker after a crash, finds it taken, so nobody is greeted twice.
 */
export async function greetFollower(platform: Platform, came: FollowerCame): Promise<void> {
  const choice = await choiceOf(platform, came);
  if (!choice.plan) return;
  const id = await take(platform, came, choice);
  if (id === undefined) return;
  const settled = await say(platform, came, choice.plan, id).catch((error): Settled => {
    platform.log.warn({ accountId: came.accountId, err: error }, 'welcome of an official account not sent');
    return { outcome: 'refused', failure: asFailure(error) };
  });
  await platform.db
    .updateTable('welcomes')
    .set({
      ...{ outcome: settled.outcome, variant: settled.variant ?? '', settledAt: platform.clock.now() },
      failure: settled.failure ? JSON.stringify(settled.failure) : null,
    })
    .where('id', '=', id)
    .execute();
}

/** Of the code they came by; else, to who follows anew, of the account. */
async function choiceOf({ db }: Platform, { accountId, scene, followed }: FollowerCame): Promise<Choice> {
  const { rows } = await sql<Choice>`
    select c.id as code_id, coalesce(
        (select r -> 'target' -> 'welcome' from jsonb_array_elements(c.plan -> 'routes') r
          where r -> 'target' ->> 'kind' = 'official_account' and (r -> 'target' ->> 'accountId')::bigint = ${accountId}
            and r -> 'target' -> 'welcome' <> 'null' limit 1),
        case when ${followed} then a.welcome end) as plan
    from (select 1) asked
    left join code_ways w on w.state = ${scene} and w.kind = 'official' and ${scene} <> ''
    left join live_codes c on c.id = w.code_id and c.archived_at is null and not c.paused
    left join account_welcomes a on a.account_id = ${accountId}`.execute(db);
  return rows[0] ?? { codeId: null, plan: null };
}

/** Two things somebody does in one second are told as one: the platform counts in seconds. */
async function take(
  { db, clock }: Platform,
  { accountId, openId, at }: FollowerCame,
  { codeId }: Choice,
): Promise<number | undefined> {
  const key = createHash('sha256').update(`${accountId}:${openId}:${at.getTime()}`).digest();
  const { rows } = await sql<{ id: number }>`
    insert into welcomes (account_id, code_key, user_id, external_id, code_id, told_at, taken_at)
    values (${accountId}, ${key}, '', '', ${codeId}, ${at}, ${clock.now()})
    on conflict (code_key) do nothing returning id`.execute(db);
  return rows[0]?.id;
}

async function say(platform: Platform, came: FollowerCame, plan: WelcomePlan, id: number): Promise<Settled> {
  const { db, clock } = platform;
  const until = came.at.getTime() + (await patience(platform));
  const follower = clock.now().getTime() < until ? await meetFollower(platform, came) : undefined;
  if (!follower) return { outcome: clock.now().getTime() < until ? 'none' : 'late' };
  // Who was erased is met by nobody: from here on it may be kept whom it was said to.
  await sql`update welcomes set external_id = ${came.openId} where id = ${id}`.execute(db);
  const { isKnown, hasBought, personId } = follower;
  const chosen = chooseVariant(plan, { at: came.at, memberId: null, isKnown, hasBought });
  if (!chosen) return { outcome: 'none' };
  const variant = String(chosen.at);
  const values = await valuesOf(db, [{ customerId: personId, memberId: null }]);
  const words = renderMessage(chosen.variant.message, values.get(personId) ?? {});
  const message = await toChannelMessage(platform, words);
  const channel = await officialAccount.openAnswers(platform, came.accountId);
  const claimed = await claim(platform, came, follower, id, piecesIn(words));
  if ('refused' in claimed) return { outcome: 'refused', variant, failure: claimed.refused };
  const left = until - clock.now().getTime();
  const signal = left > 0 ? AbortSignal.timeout(left) : AbortSignal.abort();
  const outcome = await channel.answer(came.openId, message, signal);
  return { ...(await settle(platform, came, follower, claimed.contactId, outcome)), variant };
}

async function patience({ db, clock }: Platform): Promise<number> {
  const name = 'official_account.welcome.seconds';
  return boundOf(await factsOn(db, clock.now(), [name]), name, clock.now()) * SECOND;
}

type Refused = { refused: Words & { code: string } };

async function claim(
  { db, clock }: Platform,
  { accountId, at }: FollowerCame,
  { personId }: MetFollower,
  sourceId: number,
  pieces: number,
): Promise<{ contactId: number } | Refused> {
  const slot = clock.now() > at ? clock.now() : at;
  const [verdict] = await db.transaction().execute(tx =>
    claimContacts(tx, clock, {
      ...{ channel: 'official_account', accountId, purpose: 'service', slot, needs: { pieces } },
      ...{ source: 'official_welcome', sourceId, step: '', candidates: [{ personId }] },
    }),
  );
  if (verdict?.outcome === 'claimed') return { contactId: verdict.contactId };
  const { reason = 'unknown', facts = {} } = verdict ?? {};
  const say = (language: 'zh' | 'en') => sayReason(reason, facts, language);
  return { refused: { code: reason, zh: say('zh'), en: say('en') } };
}

/** What may have gone out counts; what nobody knows of is not said again. */
async function settle(
  { db, clock }: Platform,
  { accountId, openId }: FollowerCame,
  { personId }: MetFollower,
  contactId: number,
  outcome: AnswerOutcome,
): Promise<Settled> {
  const isRefused = outcome.outcome === 'refused';
  await db.transaction().execute(async tx => {
    await settleContacts(tx, clock, [contactId], isRefused ? 'failed' : 'sent');
    if (outcome.outcome === 'sent' || outcome.outcome === 'partly')
      await tellAnswered(tx, clock, { customerId: personId, accountId, kind: 'welcome' });
    if (
      isRefused &&
      (outcome.because === 'window' || outcome.because === 'used') &&
      outcome.code !== 'aborted'
    )
      await noteSpent(tx, accountId, openId, clock.now());
  });
  if (outcome.outcome === 'sent') return { outcome: 'sent' };
  const failure = { ...outcome.message, code: outcome.code };
  if (outcome.outcome === 'partly') return { outcome: 'sent', failure };
  return { outcome: isRefused && outcome.code === 'aborted' ? 'late' : 'refused', failure };
}

function asFailure(error: unknown): Words & { code: string } {
  if (error instanceof wecom.WecomError)
    return { code: String(error.failure.code), ...error.failure.message };
  return { code: 'internal', zh: '公众号欢迎语没有发出。', en: 'The welcome was not sent.' };
}
