import { sql } from 'kysely';
import { personInScope, removeTags } from '#customers';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';

const NOT_CARRIED: ProblemKind = {
  code: 'tag_not_carried',
  status: 409,
  title: { zh: '客户已没有这个标签', en: 'The customer no longer has this tag' },
  detail: {
    zh: '「{name}」刚刚被去掉了，其他标签没有动。请刷新后重新选择要保留的标签。',
    en: '“{name}” has just been taken off, and the others were left alone. Reload and choose again which one stays.',
  },
};

/** Of tags that contradict one stays. Two members who keep different ones at once must not take off both. */
export async function keepTag(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  asked: { customerId: number; tagId: number; among: readonly number[] },
): Promise<{ changed: number }> {
  const { tagId, among } = asked;
  const personId = await personInScope(tx, actor, asked.customerId);
  await sql`select 1 from customers where id = ${personId} for update`.execute(tx);
  await refuseNotCarried(tx, personId, tagId);
  const tagIds = among.filter(one => one !== tagId);
  const why = { source: 'manual', reason: '互相矛盾的标签只留一个' } as const;
  return { changed: await removeTags(tx, clock, actor, { customerIds: [personId], tagIds }, why) };
}

async function refuseNotCarried(tx: Tx, personId: number, tagId: number): Promise<void> {
  const { rows } = await sql<{ name: string; carried: boolean }>`
    select t.name, exists (select 1 from customer_tags ct join customers c on c.id = ct.customer_id
      where c.person_id = ${personId} and ct.tag_id = t.id) as carried
    from tags t where t.id = ${tagId}`.execute(tx);
  const [tag] = rows;
  if (!tag) throw new Problem(NOT_FOUND);
  if (!tag.carried) throw new Problem(NOT_CARRIED, { name: tag.name });
}
