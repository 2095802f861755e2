import type { TestPlatform } from '#platform/testing/test-platform.ts';
import type { servingCorp } from './corp.ts';

type Message = {
  origin: string;
  text: string;
  state: string;
  why: string | null;
  event: string | null;
  isRecalled: boolean;
};
export type Session = {
  id: string;
  customer: { id: string; name: string | null };
  state: string;
  assignee: { id: string; name: string } | null;
  servicer: string | null;
  waitingSince: string | null;
  isOverdue: boolean;
  scene: string | null;
  window: { why: string | null; left: number; until: string | null };
  messages: Message[];
};
type Answer = { id: string; data: never[]; code: string; detail: string };
type Corp = Awaited<ReturnType<typeof servingCorp>>;

/** What a member does in the inbox, and what customers write to it. */
export function inboxOf({ pool }: TestPlatform, { admin, corpId, kf, client, settle }: Corp) {
  const ask = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    return { status, body: body as Answer };
  };
  const ok = async <Of = Answer>(answer: Promise<{ status: number; body: unknown }>): Promise<Of> => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body as Of;
  };
  const list = (query = '') =>
    ok<{ data: Session[]; total: number; counts: Record<string, number> }>(
      client.get(`/kf/sessions${query}`),
    );
  const sessionOf = async (name: string) => {
    const found = (await list()).data.find(session => session.customer.name === name);
    return await ok<Session>(client.get(`/kf/sessions/${found?.id}`));
  };
  const write = async (external: string, text = '在吗') => {
    const msgid = await admin.customerWritesKf(corpId, kf, external, text);
    await settle();
    return msgid;
  };
  const answer = (id: string, text: string) => client.post(`/kf/sessions/${id}/answers`, { text });
  const count = async (sql: string) =>
    Number((await pool.query<{ n: string }>(`select count(*) as n from ${sql}`)).rows[0]?.n);
  const said = async (external: string) =>
    (await admin.kfMessages(corpId, kf, external))
      .filter(message => message.from === 'app')
      .map(message => message.body.content);
  return { ask, ok, list, sessionOf, write, answer, count, said };
}
