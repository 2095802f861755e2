import type {
  AttributeLeaf,
  EventsLeaf,
  FactLeaf,
  Leaf,
  NumberTest,
  OrdersLeaf,
  PropertyTest,
  Rule,
  TagLeaf,
  Test,
} from './contract.ts';
import type { PersonEvent, PersonFacts, PersonOrder } from './person.ts';
import { propertyOf } from './property.ts';
import { daysToAnniversary, isDayWithin, isWithin, spanOf } from './windows.ts';

/** A rule's verdict on one person, branch by branch, with the value that made each leaf so. */
export type Finding =
  | { kind: 'all' | 'any' | 'not'; holds: boolean; findings: Finding[] }
  | { kind: 'leaf'; holds: boolean; leaf: Leaf; actual: unknown };

/** The first of the two readers of a rule: one person, in memory. to-sql.ts is the other; a property test holds them together. */
export function check(rule: Rule, person: PersonFacts, now: Date): boolean {
  return explain(rule, person, now).holds;
}

/** Why somebody is in or out. */
export function explain(rule: Rule, person: PersonFacts, now: Date): Finding {
  if ('all' in rule || 'any' in rule) {
    const kind = 'all' in rule ? 'all' : 'any';
    const findings = ('all' in rule ? rule.all : rule.any).map(branch => explain(branch, person, now));
    const holds = kind === 'all' ? findings.every(f => f.holds) : findings.some(f => f.holds);
    return { kind, holds, findings };
  }
  if ('not' in rule) {
    const finding = explain(rule.not, person, now);
    return { kind: 'not', holds: !finding.holds, findings: [finding] };
  }
  return { kind: 'leaf', leaf: rule, ...checkLeaf(rule, person, now) };
}

type LeafFinding = { holds: boolean; actual: unknown };

function checkLeaf(leaf: Leaf, person: PersonFacts, now: Date): LeafFinding {
  if ('attribute' in leaf) return checkAttribute(leaf, person, now);
  if ('tags' in leaf) return checkTags(leaf, person);
  if ('orders' in leaf) return checkOrders(leaf, person.orders, now);
  if ('events' in leaf) return checkEvents(leaf, person.events, now);
  if ('fact' in leaf) return checkFact(leaf, person, now);
  if ('reachable' in leaf) return { holds: person.reachable, actual: person.reachable };
  return { holds: person.segments.has(leaf.segment), actual: person.segments.has(leaf.segment) };
}

function checkAttribute({ attribute, test }: AttributeLeaf, person: PersonFacts, now: Date): LeafFinding {
  const actual = attribute === 'gender' ? genderWord(person.attributes.gender) : person.attributes[attribute];
  return { holds: holdsFor(actual, test, now), actual };
}

/** Rules speak of `male` and `female`; channels of 1 and 2. */
export function genderWord(gender: number): string {
  return gender === 1 ? 'male' : gender === 2 ? 'female' : '';
}

function holdsFor(actual: unknown, test: Test, now: Date): boolean {
  switch (test.is) {
    case 'empty':
      return actual === null || actual === '' || (Array.isArray(actual) && actual.length === 0);
    case 'yes':
      return actual === true;
    case 'one_of':
      return typeof actual === 'string' && test.values.includes(actual);
    case 'contains':
      return typeof actual === 'string' && actual.includes(test.value);
    case 'at_least':
    case 'at_most':
    case 'between':
      return typeof actual === 'number' && holdsForNumber(actual, test);
    case 'within': {
      const span = spanOf(test.window, now);
      if (typeof actual === 'string') return isDayWithin(actual, span);
      return actual instanceof Date && isWithin(actual, span);
    }
    case 'anniversary':
      return typeof actual === 'string' && daysToAnniversary(actual, now) <= test.days;
    case 'any_member':
      return Array.isArray(actual) && test.ids.some(id => actual.includes(id));
  }
}

export function holdsForNumber(
  actual: number,
  test: NumberTest | Extract<Test, { is: 'at_least' | 'at_most' | 'between' }>,
): boolean {
  if (test.is === 'at_least') return actual >= test.value;
  if (test.is === 'at_most') return actual <= test.value;
  return actual >= test.from && actual <= test.to;
}

function checkTags({ tags, ids }: TagLeaf, person: PersonFacts): LeafFinding {
  const actual = ids.filter(id => person.tags.has(id));
  const holds =
    tags === 'any'
      ? actual.length > 0
      : tags === 'all'
        ? actual.length === new Set(ids).size
        : actual.length === 0;
  return { holds, actual };
}

function checkOrders(leaf: OrdersLeaf, orders: readonly PersonOrder[], now: Date): LeafFinding {
  const span = spanOf(leaf.window, now);
  const actual = orders
    .filter(order => isWithin(order.orderedAt, span))
    .filter(order => leaf.shops.length === 0 || leaf.shops.includes(order.accountId))
    .filter(order => leaf.refund === null || order.refund === leaf.refund)
    .reduce((sum, order) => sum + measureOrder(leaf, order), 0);
  return { holds: holdsForNumber(actual, leaf.test), actual };
}

/** With products named, an order counts by the items of these products alone. */
function measureOrder(leaf: OrdersLeaf, order: PersonOrder): number {
  if (leaf.products.length === 0)
    return leaf.orders === 'count'
      ? 1
      : leaf.orders === 'paid'
        ? order.paid - order.refunded
        : order.quantity;
  const items = order.items.filter(item => item.productId !== null && leaf.products.includes(item.productId));
  if (leaf.orders === 'count') return items.length > 0 ? 1 : 0;
  return items.reduce(
    (sum, item) => sum + (leaf.orders === 'paid' ? item.amount - item.refunded : item.quantity),
    0,
  );
}

function checkEvents(leaf: EventsLeaf, events: readonly PersonEvent[], now: Date): LeafFinding {
  const span = spanOf(leaf.window, now);
  const matching = events.filter(
    event =>
      event.type === leaf.events &&
      isWithin(event.at, span) &&
      leaf.where.every(where => checkProperty(where, event.data)),
  );
  const actual = measureEvents(leaf.measure, matching);
  return { holds: holdsForNumber(actual, leaf.test), actual };
}

function measureEvents(measure: EventsLeaf['measure'], events: readonly PersonEvent[]): number {
  if (measure.of === 'count') return events.length;
  if (measure.of === 'days')
    return new Set(events.map(event => Math.floor((event.at.getTime() + 8 * 3_600_000) / 86_400_000))).size;
  return events.reduce((sum, event) => {
    const value = propertyOf(event.data, measure.property);
    return sum + (typeof value === 'number' ? value : 0);
  }, 0);
}

function checkProperty({ property, test }: PropertyTest, data: Record<string, unknown>): boolean {
  const value = propertyOf(data, property);
  switch (test.is) {
    case 'present':
      return value !== undefined;
    case 'yes':
      return value === true;
    case 'one_of':
      return typeof value === 'string' && test.values.includes(value);
    case 'contains':
      return typeof value === 'string' && value.includes(test.value);
    default:
      return typeof value === 'number' && holdsForNumber(value, test);
  }
}

function checkFact({ fact, test }: FactLeaf, person: PersonFacts, now: Date): LeafFinding {
  const known = person.facts.get(fact);
  const actual = known ? (known.num ?? known.str ?? known.at) : null;
  if (!known) return { holds: false, actual };
  switch (test.is) {
    case 'present':
      return { holds: true, actual };
    case 'one_of':
      return { holds: known.str !== null && test.values.includes(known.str), actual };
    case 'within':
      return { holds: known.at !== null && isWithin(known.at, spanOf(test.window, now)), actual };
    default:
      return { holds: known.num !== null && holdsForNumber(known.num, test), actual };
  }
}
