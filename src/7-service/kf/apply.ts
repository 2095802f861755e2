import type { wecom } from '#channels';

/** A session as it is kept. Answers count since the customer's last message. */
export type Session = {
  id: number;
  externalId: string;
  customerId: number;
  state: wecom.KfState;
  servicer: string | null;
  assigneeId: number | null;
  sceneId: number | null;
  customerAt: Date | null;
  answers: number;
  waitingSince: Date | null;
  lastAt: Date;
  lastFrom: string;
  lastKind: string;
  lastText: string;
  rejects: boolean;
};

/** What a message tells the log: somebody begins to wait, somebody was answered, a session ended. */
export type Told =
  | { type: 'kf.asked'; at: Date }
  | { type: 'kf.answered'; at: Date; waited: number; servicer: string | undefined }
  | { type: 'kf.ended'; at: Date };

/** How much of a text the list shows. */
const SHOWN = 80;

/** Two days without a word end a session, whatever the platform last said of it. */
export function stateAt(
  { state, customerAt }: Pick<Session, 'state' | 'customerAt'>,
  at: Date,
  answerFor: number,
) {
  return customerAt && at.getTime() - customerAt.getTime() > answerFor ? 'ended' : state;
}

/** What a message makes of its session. Messages come in the platform's order, each once. */
export function apply(
  session: Session,
  message: wecom.KfMessage,
  answerFor: number,
): { session: Session; told: Told[] } {
  const { from, event } = message;
  if (from === 'customer') return asked(session, message, answerFor);
  if (from === 'servicer') {
    const taken: Session = {
      ...said(session, message),
      state: 'servicer',
      servicer: message.servicerUserId ?? null,
    };
    return answered(taken, message.at, message.servicerUserId);
  }
  if (event?.event === 'session_status_change') return moved(session, event, message.at);
  if (event?.event === 'reject_switch') return { session: { ...session, rejects: event.rejects }, told: [] };
  return { session, told: [] };
}

function asked(session: Session, message: wecom.KfMessage, answerFor: number) {
  const isAnew = stateAt(session, message.at, answerFor) === 'ended';
  const anew: Partial<Session> = isAnew
    ? { state: 'new', servicer: null, assigneeId: null, waitingSince: null }
    : {};
  const next: Session = { ...said(session, message), ...anew, customerAt: message.at, answers: 0 };
  if (next.waitingSince) return { session: next, told: [] };
  const told: Told[] = [{ type: 'kf.asked', at: message.at }];
  return { session: { ...next, waitingSince: message.at }, told };
}

/** Nobody waits any more; told only where somebody did. */
export function answered(
  session: Session,
  at: Date,
  servicer: string | undefined,
): { session: Session; told: Told[] } {
  if (!session.waitingSince) return { session, told: [] };
  const waited = Math.max(0, Math.round((at.getTime() - session.waitingSince.getTime()) / 60_000));
  return {
    session: { ...session, waitingSince: null },
    told: [{ type: 'kf.answered', at, waited, servicer }],
  };
}

type Moved = Extract<wecom.KfEvent, { event: 'session_status_change' }>;

function moved(session: Session, event: Moved, at: Date): { session: Session; told: Told[] } {
  if (event.change !== 'ended')
    return { session: { ...session, state: 'servicer', servicer: event.to ?? null }, told: [] };
  const ended: Session = { ...session, state: 'ended', servicer: null, waitingSince: null };
  return { session: ended, told: [{ type: 'kf.ended', at }] };
}

function said(session: Session, { at, from, kind, text }: wecom.KfMessage): Session {
  return {
    ...session,
    ...{ lastAt: at, lastFrom: from, lastKind: kind },
    lastText: [...text].slice(0, SHOWN).join(''),
  };
}
