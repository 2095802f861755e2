import { sql } from 'kysely';
import type { z } from 'zod';
import {
  refuseAttachments,
  refuseTooLong,
  refuseUnknownPlaces,
  renderMessage,
  toChannelMessage,
  valuesOf,
} from '#brand';
import type { Attached, MessageContent } from '#brand/contract';
import { openWecomMedia, wecom } from '#channels';
import { personInScope } from '#customers';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { filledScripts, scriptBody, scriptList, scriptPatch } from './contract.ts';

type Script = z.output<typeof scriptList>['data'][number];

/** Scripts in use, by topic in the order in which topics came up; within one in the order they were made. */
export async function listScripts(db: Db): Promise<Script[]> {
  const { rows } = await sql<Script>`
    select s.id, s.title, s.topic, s.text, s.attachments, s.updated_at,
      (select count(*) from audit_log a where a.action = 'script.sent' and a.object_kind = 'script' and a.object_id = s.id::text)::int as sent
    from scripts s where s.archived_at is null order by min(s.id) over (partition by s.topic), s.sort, s.id`.execute(
    db,
  );
  return rows;
}

/** The same, as this member would send them to this customer. */
export async function scriptsFor(
  db: Db,
  actor: Actor,
  customerId: number,
): Promise<z.output<typeof filledScripts>['data']> {
  const personId = await personInScope(db, actor, customerId);
  const memberId = actor.memberId ?? null;
  const [scripts, values] = await Promise.all([
    listScripts(db),
    valuesOf(db, [{ customerId: personId, memberId }]),
  ]);
  const known = values.get(personId) ?? {};
  return scripts.map(({ id, title, topic, ...message }) => {
    const { text, attachments } = renderMessage(message, known);
    return {
      id,
      title,
      topic,
      text,
      attachments: attachments.map(one => ({ kind: one.kind, name: nameIn(one) })),
    };
  });
}

/** A card's title, a file's name. */
function nameIn(attached: Attached): string {
  if (attached.kind === 'image') return '';
  return 'title' in attached ? attached.title : attached.name;
}

const NOT_READY: ProblemKind = {
  code: 'script_not_ready',
  status: 409,
  title: { zh: '附件没能交给企业微信', en: 'WeCom did not take the attachments' },
  detail: { zh: '{zh}可以先复制文字发送。', en: '{en} The words can be copied meanwhile.' },
};
const NO_ACCOUNT: ProblemKind = {
  code: 'script_no_account',
  status: 409,
  title: { zh: '没有这个企业微信', en: 'There is no such WeCom account' },
  detail: { zh: '企业微信账号已停用或移除。', en: 'The WeCom account is paused or removed.' },
};

/**
 * One script as WeCom's client takes it, for this customer, its files uploaded.
 * @throws Problem script_not_ready with WeCom's reason, script_no_account
 */
export async function chatMessagesFor(
  platform: Platform,
  actor: Actor,
  { customerId, scriptId, accountId }: { customerId: number; scriptId: number; accountId: number },
): Promise<wecom.ChatMessage[]> {
  const { db } = platform;
  const personId = await personInScope(db, actor, customerId);
  const script = (await listScripts(db)).find(one => one.id === scriptId);
  if (!script) throw new Problem(NOT_FOUND);
  const values = await valuesOf(db, [{ customerId: personId, memberId: actor.memberId ?? null }]);
  const message = await toChannelMessage(platform, renderMessage(script, values.get(personId) ?? {}));
  const media = async () => {
    const shelf = await openWecomMedia(platform, accountId).catch(() => undefined);
    if (!shelf) throw new Problem(NO_ACCOUNT);
    return shelf;
  };
  const ready = await wecom.chatMessagesOf(media, message);
  if (!ready.ok) throw new Problem(NOT_READY, ready.message);
  return ready.data;
}

/** A new text; its places must be ones that can be filled. */
export async function createScript(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  given: z.output<typeof scriptBody>,
): Promise<number> {
  await refuseUnfit(tx, given);
  const now = clock.now();
  const { id } = await tx
    .insertInto('scripts')
    .values({
      ...given,
      attachments: JSON.stringify(given.attachments),
      createdBy: actor.name,
      createdAt: now,
      updatedAt: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, clock, actor, {
    action: 'script.created',
    object: { kind: 'script', id },
    after: { title: given.title },
  });
  return id;
}

export async function changeScript(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  change: z.output<typeof scriptPatch>,
): Promise<void> {
  const before = await inUse(tx, id);
  const { text = before.text, attachments = [] } = change;
  await refuseUnfit(tx, { text, attachments });
  const set = { ...withoutUndefined(change), updatedAt: clock.now() };
  await tx.updateTable('scripts').set(set).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'script.changed',
    object: { kind: 'script', id },
    before: { title: before.title, topic: before.topic, text: before.text, attachments: before.attachments },
    after: change,
  });
}

/** Taken out of use; what was sent of it stays in the log. */
export async function archiveScript(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { title } = await inUse(tx, id);
  await tx.updateTable('scripts').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'script.archived',
    object: { kind: 'script', id },
    before: { title },
  });
}

/** A member pressed send, so the client says: what was sent is known, what is talked about in the chat is not. */
export async function noteSent(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  { customerId, scriptId }: { customerId: number; scriptId: number },
): Promise<void> {
  const personId = await personInScope(tx, actor, customerId);
  const { title } = await inUse(tx, scriptId);
  await audit(tx, clock, actor, {
    ...{ action: 'script.sent', object: { kind: 'script', id: scriptId }, customerId: personId },
    after: { title },
  });
  const data = { scriptId, title };
  await appendEvents(tx, [
    { type: 'script.sent', customerId: personId, at: clock.now(), actor: actor.name, data },
  ]);
}

async function inUse(tx: Tx, id: number) {
  const script = await tx
    .selectFrom('scripts')
    .selectAll()
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!script) throw new Problem(NOT_FOUND);
  return script;
}

async function refuseUnfit(tx: Tx, message: MessageContent): Promise<void> {
  refuseTooLong(message);
  refuseUnknownPlaces(message);
  await refuseAttachments(tx, message);
}

function withoutUndefined(change: z.output<typeof scriptPatch>) {
  const { title, topic, text, attachments } = change;
  return {
    ...(title !== undefined && { title }),
    ...(topic !== undefined && { topic }),
    ...(text !== undefined && { text }),
    ...(attachments !== undefined && { attachments: JSON.stringify(attachments) }),
  };
}
