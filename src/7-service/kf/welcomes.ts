import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { claimContacts, sayReason } from '#customers';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Entered } from './entries.ts';
import type { KfRules } from './rules.ts';

/**
 * Writes down whom to greet with what, through the gate, before anything is said: whoever sends takes it from here, and a
 * code is good once. @returns the messages to be sent.
 */
export async function planWelcomes(
  tx: Tx,
  { clock }: Platform,
  { id, accountId }: { id: number; accountId: number },
  entered: readonly Entered[],
  rules: KfRules,
): Promise<number[]> {
  const now = clock.now();
  const planned: number[] = [];
  for (const { session, personId, at, welcome, welcomeCode } of entered) {
    if (!welcomeCode || welcome === '' || now.getTime() - at.getTime() > rules.welcomeFor) continue;
    const msgId = createHash('sha256').update(welcomeCode).digest('hex').slice(0, 32);
    const [verdict] = await claimContacts(tx, clock, {
      ...{ channel: 'kf', accountId, purpose: 'service', slot: now },
      ...{ source: 'kf', sourceId: session.id, step: msgId, candidates: [{ personId }] },
    });
    const failure =
      verdict?.outcome === 'withheld'
        ? {
            code: verdict.reason,
            zh: sayReason(verdict.reason, verdict.facts, 'zh'),
            en: sayReason(verdict.reason, verdict.facts, 'en'),
          }
        : null;
    const contactId = verdict?.outcome === 'claimed' ? verdict.contactId : null;
    const { rows } = await sql<{ id: number }>`
      insert into kf_messages (kf_account_id, session_id, customer_id, msg_id, at, origin, kind, text, body, state, failure, contact_id)
      values (${id}, ${session.id}, ${session.customerId}, ${msgId}, ${now}, 'welcome', 'text', ${welcome},
        ${JSON.stringify({ code: welcomeCode, at: at.toISOString() })}::jsonb, ${contactId === null ? 'withheld' : 'sending'},
        ${failure && JSON.stringify(failure)}::jsonb, ${contactId})
      on conflict (kf_account_id, msg_id) do nothing returning id`.execute(tx);
    if (contactId !== null) planned.push(...rows.map(row => row.id));
  }
  return planned;
}
