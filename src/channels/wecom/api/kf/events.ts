import { z } from 'zod';
import { number, optionalText } from '../fields.ts';

/** What happened in a session beside what was said (official page 94670). */
export type KfEvent =
  | {
      event: 'enter_session';
      scene: string | undefined;
      sceneParam: string | undefined;
      /** For one welcome within 20 seconds; only where none was said in 48 hours and the customer has not written. */
      welcomeCode: string | undefined;
    }
  | { event: 'msg_send_fail'; msgId: string; why: SendFailure }
  | { event: 'servicer_status_change'; onDuty: boolean; stopType: 'stopped' | 'away' | undefined }
  | {
      event: 'session_status_change';
      change: 'picked' | 'transferred' | 'ended' | 'reopened';
      from: string | undefined;
      to: string | undefined;
      /** For one message about it: of `picked` and `ended`. */
      msgCode: string | undefined;
    }
  | { event: 'recall'; by: 'customer' | 'servicer'; msgId: string }
  | { event: 'reject_switch'; rejects: boolean }
  | { event: 'other'; name: string };

/** Why a message that the platform had taken did not reach the customer. */
export type SendFailure =
  | 'account_deleted'
  | 'app_closed'
  | 'too_late'
  | 'session_closed'
  | 'too_many'
  | 'unverified'
  | 'refused'
  | 'nobody_logged_in'
  | 'unknown';

const SEND_FAILURES: Record<number, SendFailure> = {
  1: 'account_deleted',
  2: 'app_closed',
  4: 'too_late',
  5: 'session_closed',
  6: 'too_many',
  8: 'unverified',
  10: 'refused',
  11: 'nobody_logged_in',
};

const ON_DUTY = 1;
const AWAY = 1;
const CHANGES = { 1: 'picked', 2: 'transferred', 3: 'ended', 4: 'reopened' } as const;

const EVENTS: Record<string, z.ZodType<KfEvent>> = {
  enter_session: z
    .object({ scene: optionalText, scene_param: optionalText, welcome_code: optionalText })
    .transform(of => ({
      ...({ event: 'enter_session', scene: of.scene, sceneParam: of.scene_param } as const),
      welcomeCode: of.welcome_code,
    })),
  msg_send_fail: z.object({ fail_msgid: z.string(), fail_type: number(0) }).transform(of => ({
    ...({ event: 'msg_send_fail', msgId: of.fail_msgid } as const),
    why: SEND_FAILURES[of.fail_type] ?? 'unknown',
  })),
  servicer_status_change: z.object({ status: z.number(), stop_type: number(0) }).transform(of => ({
    ...({ event: 'servicer_status_change', onDuty: of.status === ON_DUTY } as const),
    stopType: of.status === ON_DUTY ? undefined : of.stop_type === AWAY ? 'away' : 'stopped',
  })),
  session_status_change: z
    .object({
      change_type: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
      ...{ old_servicer_userid: optionalText, new_servicer_userid: optionalText, msg_code: optionalText },
    })
    .transform(of => ({
      ...({ event: 'session_status_change', change: CHANGES[of.change_type] } as const),
      ...{ from: of.old_servicer_userid, to: of.new_servicer_userid, msgCode: of.msg_code },
    })),
  user_recall_msg: recall('customer'),
  servicer_recall_msg: recall('servicer'),
  reject_customer_msg_switch_change: z
    .object({ reject_switch: z.number() })
    .transform(of => ({ event: 'reject_switch', rejects: of.reject_switch === 1 }) as const),
};

function recall(by: 'customer' | 'servicer') {
  return z
    .object({ recall_msgid: z.string() })
    .transform(of => ({ event: 'recall', by, msgId: of.recall_msgid }) as const);
}

/** Types the body of an event; one that is not known, or lacks what its type needs, keeps its name. */
export function readKfEvent(body: Record<string, unknown>): KfEvent {
  const name = typeof body.event_type === 'string' ? body.event_type : '';
  const read = Object.hasOwn(EVENTS, name) ? EVENTS[name]?.safeParse(body) : undefined;
  return read?.success ? read.data : { event: 'other', name };
}
