import { Problem } from '#platform/http/problem.ts';
import { badValue } from './refusals.ts';
import { FIELD_FAULTS, type FieldFault } from './values.ts';

/** A value that is none of its field, in the field's own words. */
export function refusalOf(
  fault: FieldFault,
  field: { name: string; options: readonly string[] },
  shown: string,
): Problem {
  return new Problem(badValue(FIELD_FAULTS[fault]), {
    field: field.name,
    value: shown,
    options: field.options.slice(0, 20).join('、'),
  });
}
