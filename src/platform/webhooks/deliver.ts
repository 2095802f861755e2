import { MINUTE } from '../clock.ts';
import type { Platform } from '../platform.ts';
import { systemRandom } from '../random.ts';
import { type Called, call, type Guard } from './call.ts';
import { WEBHOOK_LIMITS } from './contract.ts';
import { type Claimed, claimDue, dueAgain, isStopped, type Recipient, recipientOf } from './deliver.sql.ts';
import type { People } from './published.ts';
import { type Outcome, record } from './record.ts';
import { signedHeaders } from './signature.ts';

export const DELIVER = { name: 'webhooks.deliver' };
export type Delivering = { people?: People | undefined } & Pick<Guard, 'resolve' | 'timeout'>;

/** So many go to one endpoint at once; to one that failed last, one. */
const AT_ONCE = 10;
/** How long one run works for an endpoint before others get their turn. */
const RUN = MINUTE / 2;

/**
 * Sends an endpoint what is due, as far as it can in half a minute, and sees to it that somebody comes back. Each try is
 * claimed before it is made: after a crash the claim runs out and the delivery is tried again under the same id.
 * @returns how many tries were made.
 */
export async function deliverDue(
  platform: Platform,
  endpointId: number,
  { people, ...guard }: Delivering = {},
  signal?: AbortSignal,
): Promise<number> {
  const end = performance.now() + RUN;
  let tries = 0;
  while (performance.now() < end && !signal?.aborted) {
    const recipient = await recipientOf(platform, endpointId);
    const claimed = recipient
      ? await claimDue(platform, recipient, recipient.failures > 0 ? 1 : AT_ONCE)
      : [];
    if (!recipient || claimed.length === 0) break;
    tries += claimed.length;
    await Promise.all(claimed.map(one => tryOne(platform, recipient, one, people, guard)));
  }
  await comeBack(platform, endpointId);
  return tries;
}

async function tryOne(
  platform: Platform,
  recipient: Recipient,
  delivery: Claimed,
  people: People | undefined,
  guard: Omit<Delivering, 'people'>,
): Promise<void> {
  const revealed = delivery.customerId
    ? await people?.reveal(platform, delivery.customerId, recipient.fields)
    : undefined;
  const body = bodyOf(delivery, revealed ?? {});
  // What was read may be of somebody who was erased, or for somebody who was stopped, since it was claimed.
  if (await isStopped(platform.db, delivery)) return;
  const at = platform.clock.now();
  const started = performance.now();
  const called: Outcome =
    Buffer.byteLength(body) > WEBHOOK_LIMITS.bytes
      ? { outcome: 'too_large', status: null, retryAfter: undefined }
      : await callWith(platform, recipient, { id: `whd_${delivery.id}`, at, body }, guard);
  const milliseconds = Math.round(performance.now() - started);
  const told = Object.keys(revealed ?? {});
  await platform.db
    .transaction()
    .execute(tx => record(tx, platform, systemRandom, delivery, { called, at, milliseconds, told }));
}

function callWith(
  { config }: Platform,
  { url, secrets }: Recipient,
  message: { id: string; at: Date; body: string },
  guard: Omit<Delivering, 'people'>,
): Promise<Called> {
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Siyu-Webhooks/1',
    ...signedHeaders(secrets, message),
  };
  return call(new URL(url), headers, message.body, { ...guard, allowsPrivate: config.webhooksPrivate });
}

/** Type, time and data, as Standard Webhooks has them; what an endpoint may know of the person stands with the person. */
export function bodyOf({ type, at, data }: Pick<Claimed, 'type' | 'at' | 'data'>, revealed: object): string {
  const { customer } = data;
  const whole = customer ? { ...data, customer: { ...customer, ...revealed } } : data;
  return JSON.stringify({ type, timestamp: at.toISOString(), data: whole });
}

/** Who sweeps comes every minute; what is due before that has a run of its own. */
async function comeBack(platform: Platform, endpointId: number): Promise<void> {
  const due = await dueAgain(platform, endpointId);
  if (!due || due.getTime() > platform.clock.now().getTime() + MINUTE) return;
  await platform.jobs.enqueue(
    platform.db,
    DELIVER,
    { endpointId },
    { startAfter: due, onlyOne: `again ${endpointId}` },
  );
}
