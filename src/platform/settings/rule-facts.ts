import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '../audit/audit.ts';
import type { Actor } from '../auth/actor.ts';
import { type Clock, shanghaiDate } from '../clock.ts';
import { Problem, type ProblemKind } from '../http/problem.ts';
import type { Db, Tx } from '../postgres/connect.ts';
import type { ruleFactBody, ruleFactView } from './contract.ts';

const NOT_OWN: ProblemKind = {
  code: 'rule_not_own',
  status: 422,
  title: { zh: '这条规则不能修改', en: 'This rule cannot be changed' },
  detail: {
    zh: '「{name}」来自平台或法规，只有本公司设置的规则可以修改。',
    en: '“{name}” comes from a platform or the law; only the company’s own rules can be changed.',
  },
};

const OTHER_SHAPE: ProblemKind = {
  code: 'rule_of_other_shape',
  status: 422,
  title: { zh: '规则的内容不对', en: 'Not a value for this rule' },
  detail: {
    zh: '「{name}」要填的是另一种内容（时段或次数）。',
    en: '“{name}” takes another kind of value (hours, or a number).',
  },
};

/** Every dated fact, by name, the newest of each first; which of them holds today is said. */
export async function listRuleFacts(db: Db | Tx, clock: Clock): Promise<z.output<typeof ruleFactView>[]> {
  const today = shanghaiDate(clock.now());
  const { rows } = await sql<z.output<typeof ruleFactView>>`
    select id, name, value, effective_from::text, effective_to::text, source, confidence,
      coalesce(id = first_value(id) over (partition by name, holds order by effective_from desc, id desc) and holds, false) as is_in_force
    from (
      select *, effective_from <= ${today} and (effective_to is null or effective_to >= ${today}) as holds from rule_facts
    ) f
    order by name, effective_from desc, id desc`.execute(db);
  return rows;
}

/** A company's own limit, anew from today on: a row of its own, so that what held when can still be told. */
export async function changeRuleFact(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  { name, value }: z.output<typeof ruleFactBody>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`rule_facts ${name}`}))`.execute(tx);
  const before = (await listRuleFacts(tx, clock)).find(fact => fact.name === name && fact.isInForce);
  if (before?.confidence !== 'own') throw new Problem(NOT_OWN, { name });
  if (shapeOf(before.value) !== shapeOf(value)) throw new Problem(OTHER_SHAPE, { name });
  await tx
    .insertInto('ruleFacts')
    .values({
      name,
      value: JSON.stringify(value),
      effectiveFrom: shanghaiDate(clock.now()),
      source: before.source,
      confidence: 'own',
    })
    .execute();
  await audit(tx, clock, actor, {
    action: 'rule.changed',
    object: { kind: 'rule', id: name },
    before: before.value as Record<string, unknown>,
    after: value,
  });
}

function shapeOf(value: unknown): string {
  return Object.keys(value as object)
    .sort()
    .join(' ');
}
