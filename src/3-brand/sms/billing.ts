import { type PartRules, partsOf } from '#channels/sms/parts.contract.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';

export type SmsRules = PartRules & { characters: number; peoplePerTask: number; unknownHours: number };

const NAMES = {
  characters: 'sms.characters',
  single: 'sms.part.single',
  part: 'sms.part.long',
  peoplePerTask: 'sms.people.task',
  unknownHours: 'sms.unknown.hours',
} as const;

/** What holds for texts on a day, from the dated rule facts. */
export async function readSmsRules(db: Db | Tx, at: Date): Promise<SmsRules> {
  const facts = await factsOn(db, at, Object.values(NAMES));
  // None of them can be nothing: a text has parts, a call has numbers.
  const read = (name: string) => Math.max(1, boundOf(facts, name, at));
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
