import { byCount, byNumber, type Compiler, instantWithin, numberSql, whose } from './compiler.ts';
import type { EventsLeaf, PropertyTest } from './contract.ts';
import { partsOf } from './property.ts';

/** The rows that a condition on events counts. */
export function eventRows(leaf: EventsLeaf, c: Compiler): string {
  const which = { event: leaf.events, where: leaf.where };
  return `from events where ${whichEvents(which, c)} and ${instantWithin('at', leaf.window, c)}`;
}

export function eventsSql(leaf: EventsLeaf, c: Compiler): string {
  const from = eventRows(leaf, c);
  if (leaf.measure.of === 'count') return byCount(from, leaf.test, c);
  if (leaf.measure.of === 'days')
    return byNumber(`select customer_id, toDate(at) as day ${from}`, 'uniqExact(t.day)', leaf.test, c);
  const added = `sum(ifNull(${numericProperty(leaf.measure.property)}, 0))`;
  return byNumber(`select customer_id, ${added} as v ${from} group by customer_id`, 'sum(v)', leaf.test, c);
}

/** Events of a type with the properties asked for. */
export function whichEvents(
  { event, where }: { event: string; where: readonly PropertyTest[] },
  c: Compiler,
): string {
  const parts = [`type = ${c.values.string(event)}`, whose(c)];
  return [...parts, ...where.map(one => propertySql(one, c))].join(' and ');
}

function propertySql({ property, test }: PropertyTest, c: Compiler): string {
  const path = jsonPath(property);
  if (path === undefined) return '0';
  switch (test.is) {
    case 'present':
      return `(isNotNull(${path}.:String) or isNotNull(${path}.:Bool) or isNotNull(${numericProperty(property)}))`;
    case 'yes':
      return `ifNull(${path}.:Bool, false)`;
    case 'one_of':
      return `ifNull(${path}.:String in ${c.values.strings(test.values)}, 0)`;
    case 'contains':
      return `ifNull(position(${path}.:String, ${c.values.string(test.value)}) > 0, 0)`;
    default:
      return numberSql(numericProperty(property), test, c.values);
  }
}

/** A number in the JSON, whichever way it was written. */
function numericProperty(property: string): string {
  const path = jsonPath(property);
  if (path === undefined) return "toFloat64OrNull('')";
  return `coalesce(toFloat64(${path}.:Int64), ${path}.:Float64, toFloat64(${path}.:UInt64))`;
}

function jsonPath(property: string): string | undefined {
  const quoted = partsOf(property)?.map(key => `\`${key.replaceAll('\\', '\\\\')}\``);
  return quoted && `data.${quoted.join('.')}`;
}
