import type { youzan } from '#channels';
import { readTrade, type TradeFault, timeOf } from './read-trade.ts';

/** An order that was not taken, or not all of it, and why; the words are found when it is shown. */
export type PullFault = {
  /** Empty where even that cannot be read. */
  orderNo: string;
  code: TradeFault | 'shape';
  /** A fetch from there on brings it again. */
  at: string;
};

/** So many are kept, the earliest first: to go back to those brings the later ones too. */
const KEPT = 1_000;

/** Reads a page; each order that cannot be read is told with the time to which one must go back for it. */
export function readPage(page: youzan.TradePage & { since: Date }, options: youzan.YouzanOptions, now: Date) {
  const backTo = (updated: string | null | undefined) => (timeOf(updated) ?? page.since).toISOString();
  const read = page.trades.map(trade => {
    const { tid, update_time } = trade.full_order_info.order_info;
    const { told, fault } = readTrade(trade, options, now);
    return { tid, told, faults: fault ? [{ orderNo: tid, code: fault, at: backTo(update_time) }] : [] };
  });
  const shapeless: PullFault[] = page.unreadable.map(({ tid, updated }) => ({
    ...{ orderNo: tid ?? '', code: 'shape', at: backTo(updated) },
  }));
  return {
    told: read.flatMap(({ told }) => told),
    tids: read.map(({ tid }) => tid),
    faults: [...read.flatMap(({ faults }) => faults), ...shapeless],
  };
}

/**
 * What is still to be read: what was before, without what this fetch has met again (by number, and everything since
 * `covered` once the fetch is at its end), and what it could not read.
 */
export function stillUnread(
  before: readonly PullFault[],
  { met, found, covered }: { met: ReadonlySet<string>; found: readonly PullFault[]; covered?: Date },
): PullFault[] {
  const left = before.filter(({ orderNo, at }) => !met.has(orderNo) && !(covered && new Date(at) >= covered));
  const once = new Map(
    [...left, ...found].map(fault => [`${fault.orderNo || fault.at} ${fault.code}`, fault]),
  );
  return [...once.values()].sort((a, b) => a.at.localeCompare(b.at)).slice(0, KEPT);
}
