import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { albumItemBody, albumItemChange } from './contract.ts';
import {
  albumLimits,
  NOTHING_FOUND,
  priceOf,
  refuseAccount,
  refuseFiles,
  refuseTaken,
  refuseWords,
} from './refusals.ts';

type Input = z.output<typeof albumItemBody>;
type Change = z.output<typeof albumItemChange>;

/** What WeCom should know of a product; `gone`: that it is not in the album. */
export type WantedItem = { sn: string; description: string; price: number; files: number[] } | { gone: true };
/** What a comparison found at WeCom instead. */
export type FoundItem = { sn: string; description: string; price: number } | { gone: true };

const GONE: WantedItem = { gone: true };

/** Puts a product into WeCom's album. @throws Problem with what WeCom would not take. */
export async function createItem(tx: Tx, clock: Clock, actor: Actor, input: Input): Promise<number> {
  await refuseAccount(tx, input.accountId);
  const kept = await refuse(tx, clock, input, undefined);
  const now = clock.now();
  const { id } = await tx
    .insertInto('albumItems')
    .values({
      ...{ ...columnsOf(kept), accountId: input.accountId, nextTry: now },
      ...{ createdBy: actor.name, createdAt: now, updatedAt: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, clock, actor, {
    action: 'album_item.created',
    object: { kind: 'album_item', id },
    after: toldOf(kept),
  });
  return id;
}

/** What somebody had changed of it at WeCom is changed back with it; one that was deleted there is put in anew. */
export async function changeItem(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  change: Change,
): Promise<void> {
  const { accountId, found, told, ...before } = await lock(tx, id);
  const kept = await refuse(tx, clock, { ...change, accountId }, id);
  await tx
    .updateTable('albumItems')
    .set({ ...columnsOf(kept), ...(found ? anew(found) : {}), ...again(clock) })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'album_item.changed',
    object: { kind: 'album_item', id },
    before: toldOf({ ...before, files: before.fileIds }),
    after: toldOf(kept),
  });
}

/** It is taken out of WeCom's album; what members have sent of it stays in the chats. */
export async function archiveItem(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { productSn, description } = await lock(tx, id);
  await tx
    .updateTable('albumItems')
    .set({ archivedAt: clock.now(), wanted: JSON.stringify(GONE), found: null, ...again(clock) })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'album_item.archived',
    object: { kind: 'album_item', id },
    before: { name: nameOf(description), productSn },
  });
}

/**
 * Says what is to be where somebody changed or deleted it at WeCom: `ours`, WeCom is told again; `theirs`, the words,
 * number and price of WeCom stand here too, or it is put away.
 * @throws Problem album_nothing_to_settle; what the words of WeCom would be refused for here.
 */
export async function settleItem(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  keep: 'ours' | 'theirs',
): Promise<void> {
  const { accountId, found, ...before } = await lock(tx, id);
  if (!found) throw new Problem(NOTHING_FOUND);
  if (keep === 'theirs' && 'gone' in found) return await archiveItem(tx, clock, actor, id);
  const theirs = keep === 'theirs' && !('gone' in found) ? found : undefined;
  const set = theirs ? await takenOver(tx, { ...before, accountId, id }, theirs) : anew(found);
  await tx
    .updateTable('albumItems')
    .set({ ...set, ...again(clock) })
    .where('id', '=', id)
    .execute();
  const was = { ...before, files: before.fileIds };
  const object = { kind: 'album_item', id };
  if (!theirs)
    return await audit(tx, clock, actor, { action: 'album_item.restored', object, after: toldOf(was) });
  await audit(tx, clock, actor, {
    action: 'album_item.taken_over',
    object,
    before: toldOf(was),
    after: toldOf({ ...was, ...theirs, productSn: theirs.sn }),
  });
}

/** As the audit log tells of one. */
function toldOf({ description, productSn, price, followsPrice, files }: Omit<Change, 'productId'>) {
  const pictures = files.length;
  return { name: nameOf(description), productSn, description, amount: price, followsPrice, pictures };
}

/** Its first words. */
function nameOf(description: string): string {
  const [line = ''] = description.split('\n');
  return [...line].length > 20 ? `${[...line].slice(0, 20).join('')}…` : line;
}

/** Nothing that was told counts any more: all of it is told again, of one that is gone as of a new one. */
function anew(found: FoundItem) {
  return { found: null, told: null, ...('gone' in found && { itemId: null, askedAt: null, askedSn: null }) };
}

async function takenOver(
  tx: Tx,
  before: {
    accountId: number;
    id: number;
    productSn: string;
    price: number;
    followsPrice: boolean;
    fileIds: number[];
  },
  { sn, description, price }: Exclude<FoundItem, { gone: true }>,
) {
  if (sn !== '' && sn !== before.productSn) await refuseTaken(tx, before.accountId, sn, before.id);
  const known = JSON.stringify({ sn, description, price, files: before.fileIds } satisfies WantedItem);
  const followsPrice = before.followsPrice && price === before.price;
  return { productSn: sn, description, price, followsPrice, wanted: known, told: known, found: null };
}

const again = (clock: Clock) => ({ tries: 0, failure: null, nextTry: clock.now(), updatedAt: clock.now() });

function columnsOf({ productId, productSn, description, price, followsPrice, files }: Change) {
  const wanted: WantedItem = { sn: productSn, description, price, files };
  return {
    ...{ productId, productSn, description, price, followsPrice, fileIds: files },
    wanted: JSON.stringify(wanted),
  };
}

/** @returns what is kept: a price that is followed is the product's. */
async function refuse(tx: Tx, clock: Clock, input: Input, own: number | undefined): Promise<Change> {
  const { accountId, ...words } = input;
  const kept = { ...words, price: await priceOf(tx, words) };
  refuseWords(kept, await albumLimits(tx, clock.now()));
  await refuseFiles(tx, kept.files);
  await refuseTaken(tx, accountId, kept.productSn, own);
  return kept;
}

type Locked = {
  accountId: number;
  productId: number | null;
  productSn: string;
  description: string;
  price: number;
  followsPrice: boolean;
  fileIds: number[];
  told: WantedItem | null;
  found: FoundItem | null;
};

async function lock(tx: Tx, id: number): Promise<Locked> {
  const { rows } = await sql<Locked>`
    select account_id, product_id, product_sn, description, price, follows_price, file_ids, told, found from album_items
    where id = ${id} and archived_at is null for update`.execute(tx);
  const [row] = rows;
  if (!row) throw new Problem(NOT_FOUND);
  return row;
}
