import { sql } from 'kysely';
import type { Clock } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { giveBackNotices } from '../official-account/notice-uses.ts';
import { claimStatement, lockStatement, type VerdictRow } from './claim.sql.ts';
import { type Limits, nextAllowed, readLimits, type Windows, windowsOf } from './limits.ts';
import type { ReasonCode, ReasonFacts } from './reasons.ts';

export type Purpose = 'marketing' | 'service' | 'transactional';

export type ClaimRequest = {
  channel: 'wecom' | 'hand' | 'sms' | 'kf' | 'official_account';
  /**
   * What an official account needs of a follower: a window with room for so many messages, or an acceptance of a notice
   * by the template's code. Without it, one message.
   */
  needs?: { pieces: number } | { notice: string } | undefined;
  /** The channel account it goes through; the hand-carried channel has none. */
  accountId?: number | undefined;
  purpose: Purpose;
  topic?: string | undefined;
  /** When the message will reach the person: caps count by this. */
  slot: Date;
  /** What wants to talk, e.g. `broadcast` 12: together with step and person the identity of a contact. */
  source: string;
  sourceId: number;
  step: string;
  candidates: readonly { personId: number; memberId?: number | undefined }[];
};

export type Verdict = { personId: number } & (
  | { outcome: 'claimed'; contactId: number; memberId: number | null; recipient: string | null }
  | { outcome: 'withheld'; reason: ReasonCode; facts: ReasonFacts }
);

/**
 * The gate: the only way to a person. For each candidate it either claims the contact, which from then on counts
 * against every limit, or says why not. Asking again for the same source, step and person gives the same contact.
 * No interleaving of claims passes a limit, because people are locked while they are decided about.
 */
export async function claimContacts(tx: Tx, clock: Clock, request: ClaimRequest): Promise<Verdict[]> {
  if (request.candidates.length === 0) return [];
  const limits = await readLimits(tx, request.channel, request.slot);
  const quietUntil = request.purpose === 'marketing' ? nextAllowed(request.slot, limits.hours) : undefined;
  if (quietUntil) return request.candidates.map(({ personId }) => quiet(personId, request.slot, quietUntil));
  const windows = windowsOf(request.slot);
  await lockStatement(request.candidates.map(candidate => candidate.personId)).execute(tx);
  const { rows } = await claimStatement(request, limits, windows, clock.now()).execute(tx);
  const verdicts = rows.map(row => toVerdict(row, limits, windows));
  const contactIds = verdicts.flatMap(verdict => (verdict.outcome === 'claimed' ? [verdict.contactId] : []));
  if (contactIds.length > 0)
    await appendEvents(tx, [
      { type: 'contact.claimed', at: clock.now(), actor: 'system', data: { contactIds } },
    ]);
  return verdicts;
}

/** Writes down what became of claimed contacts. A released one counts no longer and may be claimed again. */
export async function settleContacts(
  tx: Tx,
  clock: Clock,
  contactIds: readonly number[],
  state: 'sent' | 'failed' | 'released',
): Promise<void> {
  if (contactIds.length === 0) return;
  if (state !== 'sent') await giveBackNotices(tx, clock, contactIds);
  await sql`
    update contacts set state = ${state}, settled_at = ${clock.now()}
    where id = any(${contactIds}::bigint[]) and state <> ${state}`.execute(tx);
  await appendEvents(tx, [
    { type: 'contact.settled', at: clock.now(), actor: 'system', data: { contactIds, state } },
  ]);
}

function quiet(personId: number, slot: Date, next: Date): Verdict {
  const facts = { slot: slot.toISOString(), next: next.toISOString() };
  return { personId, outcome: 'withheld', reason: 'quiet_hours', facts };
}

function toVerdict(row: VerdictRow, limits: Limits, windows: Windows): Verdict {
  const { personId, contactId, reason } = row;
  if (reason === null && contactId !== null)
    return { personId, outcome: 'claimed', contactId, memberId: row.memberId, recipient: row.recipient };
  const code = reason ?? 'unknown';
  return { personId, outcome: 'withheld', reason: code, facts: factsOf(code, row, limits, windows) };
}

function factsOf(code: ReasonCode, row: VerdictRow, limits: Limits, windows: Windows): ReasonFacts {
  const capped = (max: number, next: Date): ReasonFacts => ({
    used: row.used,
    max,
    next: next.toISOString(),
  });
  switch (code) {
    case 'platform_month':
      return capped(limits.platformPersonMonth, windows.monthEnd);
    case 'platform_day':
      return capped(limits.platformMemberPersonDay, windows.dayEnd);
    case 'cap_day':
      return capped(limits.personDay, new Date(windows.dayEnd.getTime() + limits.hours.from * 60_000));
    case 'cap_week':
      return capped(limits.personWeek, new Date(windows.weekEnd.getTime() + limits.hours.from * 60_000));
    case 'window_closed':
    case 'window_used':
      return { max: limits.answers.wrote.messages, hours: limits.answers.wrote.hours };
    case 'suppressed':
      return { why: row.why ?? '' };
    default:
      return {};
  }
}
