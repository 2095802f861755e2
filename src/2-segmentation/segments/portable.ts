import { sql } from 'kysely';
import { z } from 'zod';
import { FACT_PREFIX } from '#customers/contract';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Language, Words } from '#platform/contract.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { type Rule, ruleSchema } from '../rules/contract.ts';
import { leavesOf, segmentsIn } from '../rules/usable.ts';
import { type PortableFile, portableFile } from './contract.ts';
import { type Kind, mapReferences, REFERENCES } from './references.ts';
import { createSegment } from './segments.ts';

const UNKNOWN: ProblemKind = {
  code: 'import_unknown_references',
  status: 422,
  title: { zh: '这里没有文件里用到的东西', en: 'The file names what is not here' },
  detail: {
    zh: '没有导入任何分群。这里没有：{missing}。先建好它们，或在文件里改成这里的名称。',
    en: 'Nothing was imported. Not here: {missing}. Create them first, or put the names used here into the file.',
  },
};

const AMBIGUOUS: ProblemKind = {
  code: 'import_ambiguous_references',
  status: 422,
  title: { zh: '名称不止一个', en: 'A name is had by several' },
  detail: {
    zh: '没有导入任何分群。这些名称在这里不止一个，不知道指哪个：{missing}。',
    en: 'Nothing was imported. Several here have these names, so it is not clear which is meant: {missing}.',
  },
};

const WRONG_RULE: ProblemKind = {
  code: 'import_wrong_rule',
  status: 422,
  title: { zh: '文件里有读不懂的规则', en: 'A rule in the file makes no sense' },
  detail: {
    zh: '没有导入任何分群。「{name}」的规则读不懂，位置：{at}。',
    en: 'Nothing was imported. The rule of “{name}” makes no sense at {at}.',
  },
};

type Row = { id: number; name: string; description: string | null; rule: Rule };

/** Some live segments, or all, as a file: those that others name come before them. */
export async function exportSegments(db: Db, only?: number): Promise<PortableFile> {
  const rows = await db
    .selectFrom('segments')
    .select(['id', 'name', 'description', 'rule'])
    .where('archivedAt', 'is', null)
    .orderBy('id')
    .execute();
  const live = new Map(rows.map(row => [row.id, { ...row, rule: row.rule as unknown as Rule }]));
  const ordered = inOrder(live, only === undefined ? [...live.keys()] : [only]);
  const rules = ordered.map(({ rule }) => ruleSchema.encode(rule));
  const names = await namesOf(db, rules);
  return {
    version: 1,
    segments: ordered.map(({ name, description }, i) => ({
      name,
      description,
      rule: mapReferences(rules[i], (kind, id) => [
        names.get(`${kind} ${id}`) ?? id,
      ]) as PortableFile['segments'][number]['rule'],
    })),
  };
}

/** Each after those it names. */
function inOrder(live: ReadonlyMap<number, Row>, wanted: readonly number[]): Row[] {
  const ordered = new Map<number, Row>();
  const put = (id: number): void => {
    const row = live.get(id);
    if (!row || ordered.has(id)) return;
    segmentsIn(row.rule).forEach(put);
    ordered.set(id, row);
  };
  wanted.forEach(put);
  return [...ordered.values()];
}

type Named = { kind: Kind; id: number; reference: unknown };

/** What everything that can be named by id is called. */
async function readNames(db: Db | Tx): Promise<Named[]> {
  const { rows } = await sql<Named>`
    select 'tag' as kind, t.id, jsonb_build_object('group', g.name, 'name', t.name) as reference
      from tags t join tag_groups g on g.id = t.group_id where t.archived_at is null
    union all select 'acc', id, to_jsonb(name) from channel_accounts
    union all select 'mem', id, to_jsonb(name) from members
    union all select 'team', id, to_jsonb(name) from teams
    union all select 'seg', id, to_jsonb(name) from segments where archived_at is null
    union all select 'prd', p.id, jsonb_build_object('shop', a.name, 'name', p.name)
      from products p join channel_accounts a on a.id = p.account_id
    order by kind, id`.execute(db);
  return rows;
}

async function namesOf(db: Db, rules: readonly unknown[]): Promise<Map<string, unknown>> {
  const used = new Set<string>();
  for (const rule of rules)
    mapReferences(rule, (kind, id) => {
      used.add(`${kind} ${id}`);
      return [id];
    });
  const names = used.size === 0 ? [] : await readNames(db);
  return new Map(
    names
      .map(({ kind, id, reference }) => [`${kind} ${kind}_${id}`, reference] as const)
      .filter(([key]) => used.has(key)),
  );
}

/** Creates every segment of a file, in its order, or none. @returns their ids */
export async function importSegments(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  file: PortableFile,
): Promise<number[]> {
  const here = await readNames(tx);
  const created: number[] = [];
  for (const segment of file.segments) {
    const { name, description } = segment;
    const rule = readRule(name, withIds(here, segment.rule, actor.language));
    await refuseUnknownFields(tx, rule, actor.language);
    const id = await createSegment(tx, clock, actor, { name, description, rule });
    here.push({ kind: 'seg', id, reference: name });
    created.push(id);
  }
  return created;
}

/** A field of the customers goes by its key everywhere; here it may be missing. */
async function refuseUnknownFields(tx: Tx, rule: Rule, language: Language): Promise<void> {
  const facts = leavesOf(rule).flatMap(leaf => ('fact' in leaf ? [leaf.fact] : []));
  const keys = facts.filter(fact => fact.startsWith(FACT_PREFIX)).map(fact => fact.slice(FACT_PREFIX.length));
  if (keys.length === 0) return;
  const { rows } = await sql<{
    key: string;
  }>`select key from custom_fields where key = any(${keys}::text[])`.execute(tx);
  const missing = keys.filter(key => !rows.some(row => row.key === key));
  const said = missing.map(key => (language === 'zh' ? `客户资料字段「${key}」` : `customer field “${key}”`));
  if (said.length > 0) throw new Problem(UNKNOWN, { missing: said.join(language === 'zh' ? '、' : ', ') });
}

/** The rule with the ids of here; whatever is not here, or more than once, is told at once. */
function withIds(names: readonly Named[], rule: unknown, language: Language): unknown {
  const here = Map.groupBy(names, ({ kind, reference }) => keyOf(kind, reference));
  const missing = new Set<string>();
  const ambiguous = new Set<string>();
  const changed = mapReferences(rule, (kind, reference) => {
    const parsed = REFERENCES[kind].safeParse(reference);
    const found = (parsed.success && here.get(keyOf(kind, parsed.data))) || [];
    if (found.length === 0) missing.add(sayReference(kind, reference, language));
    if (found.length > 1 && kind !== 'prd') ambiguous.add(sayReference(kind, reference, language));
    return found.map(({ id }) => `${kind}_${id}`);
  });
  if (missing.size > 0)
    throw new Problem(UNKNOWN, { missing: [...missing].join(language === 'zh' ? '、' : ', ') });
  if (ambiguous.size > 0)
    throw new Problem(AMBIGUOUS, { missing: [...ambiguous].join(language === 'zh' ? '、' : ', ') });
  return changed;
}

function keyOf(kind: Kind, reference: unknown): string {
  if (typeof reference !== 'object' || reference === null) return `${kind} ${JSON.stringify(reference)}`;
  return `${kind} ${JSON.stringify(Object.entries(reference).sort())}`;
}

const KINDS: Record<Kind, Words> = {
  tag: { zh: '标签', en: 'tag' },
  prd: { zh: '商品', en: 'product' },
  acc: { zh: '店铺', en: 'shop' },
  mem: { zh: '成员', en: 'member' },
  team: { zh: '团队', en: 'team' },
  seg: { zh: '分群', en: 'segment' },
};

function sayReference(kind: Kind, reference: unknown, language: Language): string {
  const named =
    typeof reference === 'object' && reference !== null
      ? Object.values(reference).join(' / ')
      : String(reference);
  return language === 'zh' ? `${KINDS[kind].zh}「${named}」` : `${KINDS[kind].en} “${named}”`;
}

function readRule(name: string, wire: unknown): Rule {
  const parsed = ruleSchema.safeDecode(wire as never);
  if (parsed.success) return parsed.data;
  const at = parsed.error.issues[0]?.path.join('.') || 'rule';
  throw new Problem(WRONG_RULE, { name, at });
}

/** The JSON Schema of a file, made from the rules’ own: where those have ids, a file has names. */
export function portableSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(portableFile, { io: 'input', unrepresentable: 'any' });
  const rule = z.toJSONSchema(ruleSchema, { io: 'input', unrepresentable: 'any' });
  const { $schema: _, $defs: definitions = {}, ...root } = withNames(rule) as Record<string, unknown>;
  const whole = JSON.parse(JSON.stringify(schema));
  whole.properties.segments.items.properties.rule = { $ref: '#/$defs/Rule' };
  return { ...whole, title: 'Siyu segments', $defs: { Rule: root, ...(definitions as object) } };
}

function withNames(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withNames);
  if (typeof node !== 'object' || node === null) return node;
  const kind = 'pattern' in node && typeof node.pattern === 'string' ? kindOf(node.pattern) : undefined;
  if (kind) {
    const { $schema: _, ...reference } = z.toJSONSchema(REFERENCES[kind]);
    return reference;
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && value === '#' ? '#/$defs/Rule' : withNames(value),
    ]),
  );
}

function kindOf(pattern: string): Kind | undefined {
  return (Object.keys(REFERENCES) as Kind[]).find(kind => pattern.startsWith(`^${kind}_`));
}
