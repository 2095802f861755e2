import { sql } from 'kysely';
import { z } from 'zod';
import { type PartRules, partsOf } from '#channels/sms/parts.contract.ts';
import { shanghaiDate } from '#platform/clock.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';

export type SmsRules = PartRules & { characters: number; peoplePerTask: number; unknownHours: number };

const bound = z.object({ max: z.number().int().positive() });
const NAMES = {
  characters: 'sms.characters',
  single: 'sms.part.single',
  part: 'sms.part.long',
  peoplePerTask: 'sms.people.task',
  unknownHours: 'sms.unknown.hours',
} as const;

/** What holds for texts on a day, from the dated rule facts. */
export async function readSmsRules(db: Db | Tx, at: Date): Promise<SmsRules> {
  const day = shanghaiDate(at);
  const { rows } = await sql<{ name: string; value: unknown }>`
    select distinct on (name) name, value from rule_facts
    where starts_with(name, 'sms.') and effective_from <= ${day} and (effective_to is null or effective_to >= ${day})
    order by name, effective_from desc, id desc`.execute(db);
  const facts = new Map(rows.map(row => [row.name, row.value]));
  const read = (name: string) => bound.parse(facts.get(name)).max;
  return {
    characters: read(NAMES.characters),
    single: read(NAMES.single),
    part: read(NAMES.part),
    peoplePerTask: read(NAMES.peoplePerTask),
    unknownHours: read(NAMES.unknownHours),
  };
}

export { costOf } from '#channels/sms/parts.contract.ts';
export { partsOf };
