import type { Language } from '#platform/contract.ts';
import { wakeReaders } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import { isUnavailable, type Tx } from '#platform/postgres/connect.ts';
import type { Dictionary } from './dictionary.ts';
import { type Fault, type FaultCode, faultOf } from './faults.ts';
import { appendTracked, claimAll, claimMessages, releaseMessages, wasTaken } from './intake.sql.ts';
import type { WriteKey } from './keys.ts';
import { takeOrderNumbers } from './order-numbers.ts';
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
  const { taken, refused } = await inOneGo(closer => write(platform, sent, messages, closer));
  wakeReaders();
  await dictionary.note(taken, sent.receivedAt);
  return {
    accepted: taken.length,
    duplicates: sent.messages.length - taken.length - refused.size,
    faults: [...refused].map(([index, code]) => faultOf(index, code, sent.language)),
  };
}

type Written = { taken: Message[]; refused: Map<number, FaultCode> };

async function write(
  platform: Platform,
  { key, receivedAt }: Sent,
  messages: Message[],
  closer: boolean,
): Promise<Written> {
  return await platform.db.transaction().execute(async tx => {
    const open = closer ? await claimNew(tx, messages, receivedAt) : messages;
    if (!closer) await claimAll(tx, hashesOf(messages), receivedAt);
    const { of, refused } = await findOwners(tx, platform, key, open);
    const taken = open.filter(({ index }) => !refused.has(index));
    await appendTracked(
      tx,
      key,
      taken.map(({ event, at, json, index }) => ({ event, at, json, customerId: of.get(index) ?? 0 })),
    );
    await takeOrderNumbers(tx, platform.clock, key, taken, of);
    const left = open.filter(({ index }) => refused.has(index));
    if (left.length > 0) await releaseMessages(tx, hashesOf(left));
    return { taken, refused };
  });
}

async function claimNew(tx: Tx, messages: readonly Message[], at: Date): Promise<Message[]> {
  const fresh = await claimMessages(tx, hashesOf(messages), at);
  return messages.filter(message => fresh.has(message.hash));
}

function hashesOf(messages: readonly Message[]): string[] {
  return messages.map(message => message.hash);
}

/**
 * Where some have been taken already, it looks closer which. Two batches that told of the same people in another order
 * may have stood in each other's way; one gave in, and does it again.
 */
async function inOneGo<T>(work: (closer: boolean) => Promise<T>, closer = false, tries = 3): Promise<T> {
  try {
    return await work(closer);
  } catch (error) {
    if (!closer && wasTaken(error)) return await inOneGo(work, true, tries);
    const gaveIn =
      error instanceof Error && 'code' in error && ['40P01', '40001'].includes(String(error.code));
    if (!gaveIn || !isUnavailable(error) || tries <= 1) throw error;
    return await inOneGo(work, closer, tries - 1);
  }
}
