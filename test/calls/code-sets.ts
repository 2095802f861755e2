import { type For, next } from './insert.ts';
import { planFor } from './makers.ts';

/** A shop with one clerk. */
export async function codeSetBody(given: For) {
  await planFor(given);
  const stores = [{ store: `店${next()}`, memberIds: [`mem_${given.follower}`], perClerk: true }];
  return { name: `码${next()}`, accountId: `acc_${given.accountId}`, place: 'table', stores };
}
