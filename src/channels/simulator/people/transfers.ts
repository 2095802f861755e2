import { DAY } from '#platform/clock.ts';
import { raise } from '../callbacks/events.ts';
import { writeLog, writeReceived } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { findMember } from '../world/members.ts';
import { relationOf } from './customers.ts';
import { intend } from './schedule.ts';

/** As transfer_result tells it. */
export const STATUS = { done: 1, waiting: 2, refused: 3, full: 4, none: 5 } as const;

export type TransferRow = {
  id: number;
  corpid: string;
  kind: 'on_job' | 'resigned';
  handover: string;
  takeover: string;
  external_userid: string;
  status: number;
  asked_at: number;
  due_at: number;
  settled_at: number | null;
  words: string;
};

type New = Pick<TransferRow, 'corpid' | 'kind' | 'handover' | 'takeover' | 'external_userid' | 'words'>;

export function waitingTransfer(
  { store }: Simulation,
  corpid: string,
  external: string,
  handover?: string,
): TransferRow | undefined {
  return store.one<TransferRow>(
    `select * from transfers where corpid = ? and external_userid = ? and status = ${STATUS.waiting}
       and handover = coalesce(?, handover) order by id desc`,
    ...[corpid, external, handover ?? null],
  );
}

/** How often it changed hands, or is about to, within the window. */
export function countTransfers({ store, clock, settings }: Simulation, corpid: string, external: string) {
  const since = clock.milliseconds() - settings.transferWindowDays * DAY;
  const row = store.one<{ n: number }>(
    `select count(*) as n from transfers where corpid = ? and external_userid = ? and kind = 'on_job'
       and (status = ${STATUS.waiting} or status = ${STATUS.done} and settled_at > ?)`,
    ...[corpid, external, since],
  );
  return row?.n ?? 0;
}

/** The customer is told, and has a day to refuse. */
export function beginTransfer(simulation: Simulation, transfer: New): void {
  const { store, clock, settings } = simulation;
  const [now, due] = [clock.milliseconds(), clock.milliseconds() + settings.transferSeconds * 1_000];
  const { corpid, kind, handover, takeover, external_userid, words } = transfer;
  const id = store.insert(
    `insert into transfers (corpid, kind, handover, takeover, external_userid, status, asked_at, due_at, words)
     values (?, ?, ?, ?, ?, ${STATUS.waiting}, ?, ?, ?)`,
    ...[corpid, kind, handover, takeover, external_userid, now, due, words],
  );
  intend(simulation, due, { what: 'transfer', corpid, id });
}

export function customerRefusesTransfer(
  simulation: Simulation,
  corpid: string,
  external: string,
): 'refused' | 'no_transfer' {
  return simulation.store.transaction(() => {
    const transfer = waitingTransfer(simulation, corpid, external);
    if (!transfer) return 'no_transfer';
    fail(simulation, transfer, 'customer_refused');
    return 'refused';
  });
}

/** Nobody refused in time: the customer has changed hands, unless the new member has as many as they may. */
export function endTransfer(simulation: Simulation, corpid: string, id: number): void {
  const transfer = simulation.store.one<TransferRow>(
    `select * from transfers where corpid = ? and id = ? and status = ${STATUS.waiting}`,
    ...[corpid, id],
  );
  if (!transfer) return;
  if (isFull(simulation, transfer)) fail(simulation, transfer, 'customer_limit_exceed');
  else {
    settle(simulation, transfer, STATUS.done);
    handOver(simulation, transfer);
  }
}

function isFull({ store, settings }: Simulation, { corpid, takeover }: TransferRow): boolean {
  if (settings.customersPerMember === 0) return false;
  const row = store.one<{ n: number }>(
    'select count(*) as n from relations where corpid = ? and userid = ? and member_deleted = 0 and half = 0',
    ...[corpid, takeover],
  );
  return (row?.n ?? 0) >= settings.customersPerMember;
}

function fail(
  simulation: Simulation,
  transfer: TransferRow,
  failReason: 'customer_refused' | 'customer_limit_exceed',
): void {
  settle(simulation, transfer, failReason === 'customer_refused' ? STATUS.refused : STATUS.full);
  raise(simulation, transfer.corpid, {
    event: 'change_external_contact',
    change: 'transfer_fail',
    userid: transfer.takeover,
    external_userid: transfer.external_userid,
    failReason,
  });
}

function settle(simulation: Simulation, transfer: TransferRow, status: number): void {
  const now = simulation.clock.milliseconds();
  simulation.store.run(
    'update transfers set status = ?, settled_at = ? where id = ?',
    status,
    now,
    transfer.id,
  );
  const { corpid, handover, takeover, external_userid } = transfer;
  const detail = { handover, takeover, external_userid, status };
  writeLog(simulation, { kind: 'action', corpid, what: 'transfer_end', detail });
}

/** Remark, description and tags go along; how they met stays with the new member as 管理员分配. */
function handOver(simulation: Simulation, transfer: TransferRow): void {
  const { store } = simulation;
  const { corpid, handover, takeover, external_userid } = transfer;
  const pair = { corpid, external_userid, userid: handover };
  const before = relationOf(simulation, pair);
  if (!before || before.member_deleted) return;
  const kept = relationOf(simulation, { ...pair, userid: takeover });
  store.run('update relations set member_deleted = 1 where id = ?', before.id);
  if (kept && !kept.member_deleted)
    store.run('update relations set customer_deleted = 0 where id = ?', kept.id);
  else takeOver(simulation, transfer, before.id, kept?.id);
  // Nobody of the corp sees a member who left, and what they have is not told.
  if (findMember(store, corpid, handover))
    raise(simulation, corpid, {
      event: 'change_external_contact',
      change: 'del_external_contact',
      ...{ userid: handover, external_userid, source: 'DELETE_BY_TRANSFER' },
    });
  raise(simulation, corpid, {
    event: 'change_external_contact',
    change: 'add_external_contact',
    ...{ userid: takeover, external_userid },
  });
}

/** Assigned by an administrator (add_way of page 92114). */
const ASSIGNED = 202;

function takeOver(
  simulation: Simulation,
  { corpid, takeover, external_userid, words, id }: TransferRow,
  from: number,
  replaced: number | undefined,
): void {
  const { store, clock } = simulation;
  if (replaced !== undefined) {
    store.run('delete from relation_tags where relation_id = ?', replaced);
    store.run('delete from relations where id = ?', replaced);
  }
  const relation = store.insert(
    `insert into relations (corpid, userid, external_userid, remark, description, createtime, remark_corp_name,
       remark_mobiles_json, add_way, oper_userid, state, channels_json, personal_tags_json, talked_at)
     select corpid, ?, external_userid, remark, description, ?, remark_corp_name, remark_mobiles_json, ${ASSIGNED}, userid,
       '', null, '[]', ? from relations where id = ?`,
    ...[takeover, clock.seconds(), clock.milliseconds(), from],
  );
  store.run(
    'insert into relation_tags select ?, tag_id from relation_tags where relation_id = ?',
    relation,
    from,
  );
  if (words !== '')
    writeReceived(simulation, {
      ...{ corpid, external_userid, userid: takeover, msgid: `transfer ${id}` },
      content_json: JSON.stringify({ text: { content: words } }),
    });
}
