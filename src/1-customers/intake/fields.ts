import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { fieldsInUse } from '../fields/fields.ts';
import { type ToldValue, tellValues } from '../fields/tell.sql.ts';
import { readFieldValue } from '../fields/values.ts';
import type { WriteKey } from './keys.ts';
import type { Traits } from './traits.ts';

type Said = { customerId: number; at: Date; traits: Traits };
type Custom = { customerId: number; custom: Traits['custom'] };

/**
 * Traits that go by a field's key are values of that field: a server's word counts as any other, a browser's only where
 * nobody else has spoken. What a field cannot take stays among the traits without a type, so that nothing is lost.
 * @returns the traits that are left.
 */
export async function tellFields(
  tx: Tx,
  clock: Clock,
  key: WriteKey,
  said: readonly Said[],
): Promise<Custom[]> {
  const untyped = said.map(({ customerId, traits }) => ({ customerId, custom: traits.custom }));
  if (!said.some(({ traits }) => Object.keys(traits.fields).length > 0)) return untyped;
  const fields = await fieldsInUse(tx);
  const told: ToldValue[] = [];
  const left = said.map(({ customerId, at, traits }) => {
    const taken = new Set<string>();
    for (const field of fields) {
      if (!Object.hasOwn(traits.fields, field.key)) continue;
      const read = readFieldValue(field, traits.fields[field.key]);
      if ('fault' in read) continue;
      taken.add(field.key);
      told.push({ customerId, fieldId: field.id, value: read.value, toldAt: at });
    }
    const rest = Object.entries(traits.custom).filter(([name]) => !taken.has(name));
    return { customerId, custom: Object.fromEntries(rest) };
  });
  await tellValues(tx, clock, { name: key.actor }, { source: key.kind }, told);
  return left;
}
