import { sql } from 'kysely';
import type { Db } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { type ErasedKey, erasureHash, pseudonymOf } from '../identities/erased.ts';
import { phoneKey } from '../identities/phones.ts';
import type { ImportRecord, OrderLine, RefundLine } from '../imports/formats/records/records.ts';

/** Takes erased people out of what a file tells, line by line; undefined where nothing of a line is left. */
export type Silence = {
  of(record: ImportRecord): ImportRecord | undefined;
  /** Lines in which somebody erased was met. */
  met(): number;
};

/**
 * A file of the time before an erasure tells of the erased again. Their orders keep counting under their pseudonym, so
 * that the same file changes nothing; who it was is not read in at all.
 */
export async function silenceOfErased(db: Db, vault: Vault, accountId: number): Promise<Silence> {
  const { rows } = await sql<{ keyHash: Buffer }>`
    select key_hash from erasures where account_id in (0, ${accountId})`.execute(db);
  const hashes = new Set(rows.map(row => row.keyHash.toString('hex')));
  let met = 0;
  if (hashes.size === 0) return { of: record => record, met: () => met };

  const isHashed = (kind: string, key: string, account = accountId) =>
    hashes.has(erasureHash(vault, { kind, accountId: account, key }).toString('hex'));
  // The lines of an order lie together and buyers come again: a hash of every line would cost more than reading it.
  const isErased = remembering((kind, key) => isHashed(kind, key));
  const isErasedPhone = (e164: string | undefined) => isPhone('phone', e164);
  const isPhone = remembering((kind, e164) => isHashed(kind, phoneKey(vault, e164), 0));
  const renamed = (kind: string, key: string) =>
    pseudonymOf(vault, { kind, accountId, key } satisfies ErasedKey);

  const order = (line: OrderLine): OrderLine => {
    const isOrder = isErased('order', line.orderNo);
    const isBuyer = isOrder || isErased('buyer', line.buyer) || isErasedPhone(line.buyerPhone);
    const isReceiver = isBuyer || isErasedPhone(line.receiverPhone);
    if (!isReceiver) return line;
    const nobody = {
      receiverName: undefined,
      receiverPhone: undefined,
      province: undefined,
      city: undefined,
    };
    const noBuyer = { buyer: undefined, buyerName: undefined, buyerPhone: undefined };
    const orderNo = isOrder ? renamed('order', line.orderNo) : line.orderNo;
    return { ...line, ...nobody, ...(isBuyer && noBuyer), maskedPhone: undefined, orderNo };
  };
  const refund = (line: RefundLine): RefundLine => {
    const isOrder = isErased('order', line.orderNo);
    const isRefund = isErased('refund', line.refundNo);
    if (!isOrder && !isRefund && !isErased('buyer', line.buyer)) return line;
    const orderNo = isOrder && line.orderNo !== undefined ? renamed('order', line.orderNo) : line.orderNo;
    const refundNo = isOrder || isRefund ? renamed('refund', line.refundNo) : line.refundNo;
    return { ...line, buyer: undefined, reason: undefined, orderNo, refundNo };
  };
  const silenced = (record: ImportRecord): ImportRecord | undefined => {
    if (record.kind === 'order') return order(record);
    if (record.kind === 'refund') return refund(record);
    if (record.kind === 'item')
      return isErased('order', record.orderNo)
        ? { ...record, orderNo: renamed('order', record.orderNo) }
        : record;
    const { externalId, memberCard, phone } = record;
    const gone = isErased('buyer', externalId) || isErased('member_card', memberCard) || isErasedPhone(phone);
    return gone ? undefined : record;
  };
  return {
    of(record) {
      const left = silenced(record);
      if (left !== record) met += 1;
      return left;
    },
    met: () => met,
  };
}

const REMEMBERED = 20_000;

/** The same answers without working them out again; what is not told is nobody's. */
function remembering(ask: (kind: string, key: string) => boolean) {
  const answers = new Map<string, boolean>();
  return (kind: string, key: string | undefined): boolean => {
    if (key === undefined) return false;
    const place = `${kind} ${key}`;
    const known = answers.get(place);
    if (known !== undefined) return known;
    if (answers.size >= REMEMBERED) answers.clear();
    const answer = ask(kind, key);
    answers.set(place, answer);
    return answer;
  };
}
