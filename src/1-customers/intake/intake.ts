import type { Language } from '#platform/contract.ts';
import { wakeReaders } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import { isUnavailable } from '#platform/postgres/connect.ts';
import type { Dictionary } from './dictionary.ts';
import { type Fault, type FaultCode, faultOf } from './faults.ts';
import { appendTracked, claimMessages, releaseMessages } from './intake.sql.ts';
import type { WriteKey } from './keys.ts';
import { findOwners } from './people.ts';
import type { Message } from './read-message.ts';

export type Taken = { accepted: number; duplicates: number; faults: Fault[] };

type Sent = { key: WriteKey; messages: readonly Message[]; receivedAt: Date; language: Language };

/**
 * Takes messages, each exactly once: that it has been taken, whose it is and the event are one transaction. What was
 * not taken may be sent again as it is.
 */
export async function takeIn(platform: Platform, dictionary: Dictionary, sent: Sent): Promise<Taken> {
  const first = new Map<string, Message>();
  for (const message of sent.messages) if (!first.has(message.hash)) first.set(message.hash, message);
  const messages = [...first.values()];
  if (messages.length === 0) return { accepted: 0, duplicates: 0, faults: [] };
  const { taken, refused } = await inOneGo(() => write(platform, sent, messages));
  wakeReaders();
  await dictionary.note(taken, sent.receivedAt);
  return {
    accepted: taken.length,
    duplicates: sent.messages.length - taken.length - refused.size,
    faults: [...refused].map(([index, code]) => faultOf(index, code, sent.language)),
  };
}

type Written = { taken: Message[]; refused: Map<number, FaultCode> };

async function write(platform: Platform, { key, receivedAt }: Sent, messages: Message[]): Promise<Written> {
  return await platform.db.transaction().execute(async tx => {
    const fresh = await claimMessages(
      tx,
      messages.map(message => message.hash),
      receivedAt,
    );
    const open = messages.filter(message => fresh.has(message.hash));
    const { of, refused } = await findOwners(tx, platform, key, open);
    const taken = open.filter(({ index }) => !refused.has(index));
    await appendTracked(
      tx,
      key,
      taken.map(({ event, at, json, index }) => ({ event, at, json, customerId: of.get(index) ?? 0 })),
    );
    const left = open.filter(({ index }) => refused.has(index)).map(message => message.hash);
    if (left.length > 0) await releaseMessages(tx, left);
    return { taken, refused };
  });
}

/** Two batches that told of the same people in another order may have stood in each other's way; one gave in. */
async function inOneGo<T>(work: () => Promise<T>, tries = 3): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const gaveIn =
      error instanceof Error && 'code' in error && ['40P01', '40001'].includes(String(error.code));
    if (!gaveIn || !isUnavailable(error) || tries <= 1) throw error;
    return await inOneGo(work, tries - 1);
  }
}
