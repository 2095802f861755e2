import { LUNAR_FACT } from '#customers/contract';
import { daysToLunar, LUNAR_CODES, type LunarDay, lunarOfCode, sayLunar } from '#platform/lunar.ts';
import { checkHoliday } from './calendar.ts';
import { checkEvents } from './check-events.ts';
import { checkFollows } from './check-follows.ts';
import { checkConsent, checkContacts, checkSequence } from './check-journey.ts';
import { checkOrders } from './check-orders.ts';
import type { AttributeLeaf, FactLeaf, Leaf, Rule, TagLeaf, Test } from './contract.ts';
import { holdsForNumber } from './numbers.ts';
import type { PersonFacts } from './person.ts';
import { membersOf, type Teams } from './teams.ts';
import { daysToAnniversary, hasAnniversary, isDayWithin, isWithin, spanOf } from './windows.ts';

/** A rule's verdict on one person, branch by branch, with the value that made each leaf so. */
export type Finding =
  | { kind: 'all' | 'any' | 'not'; holds: boolean; findings: Finding[] }
  | { kind: 'leaf'; holds: boolean; leaf: Leaf; actual: unknown };

/** The first of the readers of a rule: one person, in memory. to-sql.ts and to-bitmap.ts are the others; tests hold them together. */
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
  if ('sequence' in leaf) return checkSequence(leaf, person, now);
  if ('contacts' in leaf) return checkContacts(leaf, person.contacts, now);
  if ('holidays' in leaf) return checkHoliday(leaf, person.calendar, now);
  if ('follows' in leaf) return checkFollows(leaf, person, now);
  if ('consent' in leaf) return checkConsent(leaf, person.consents);
  if ('reachable' in leaf) return { holds: person.reachable, actual: person.reachable };
  return { holds: person.segments.has(leaf.segment), actual: person.segments.has(leaf.segment) };
}

function checkAttribute({ attribute, test }: AttributeLeaf, person: PersonFacts, now: Date): LeafFinding {
  const lunar = attribute === 'birthday' ? lunarBirthday(person) : undefined;
  if (lunar)
    return {
      holds: test.is === 'anniversary' && daysToLunar(lunar, now) <= test.days,
      actual: `农历${sayLunar(lunar)}`,
    };
  const actual = attribute === 'gender' ? genderWord(person.attributes.gender) : person.attributes[attribute];
  return { holds: holdsFor(actual, test, person.teams, now), actual };
}

/** Who keeps their birthday by the lunar calendar has it on that day and no other. */
function lunarBirthday({ facts }: PersonFacts): LunarDay | undefined {
  const code = facts.get(LUNAR_FACT)?.str;
  return code && LUNAR_CODES.includes(code) ? lunarOfCode(code) : undefined;
}

/** Rules speak of `male` and `female`; channels of 1 and 2. */
export function genderWord(gender: number): string {
  return gender === 1 ? 'male' : gender === 2 ? 'female' : '';
}

function holdsFor(actual: unknown, test: Test, teams: Teams, now: Date): boolean {
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
      if (actual instanceof Date) return hasAnniversary(actual, test.days, now);
      return typeof actual === 'string' && daysToAnniversary(actual, now) <= test.days;
    case 'any_team':
      return Array.isArray(actual) && membersOf(teams, test.ids).some(id => actual.includes(id));
    case 'any_member':
    case 'any_account':
      return Array.isArray(actual) && test.ids.some(id => actual.includes(id));
  }
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

function checkFact({ fact, test }: FactLeaf, person: PersonFacts, now: Date): LeafFinding {
  const known = person.facts.get(fact);
  const actual = known ? (known.num ?? known.str ?? known.at) : null;
  if (!known) return { holds: false, actual };
  switch (test.is) {
    case 'present':
      return { holds: true, actual };
    case 'one_of':
      return { holds: known.str !== null && test.values.includes(known.str), actual };
    case 'contains':
      return { holds: known.str?.includes(test.value) ?? false, actual };
    case 'includes': {
      const chosen = known.str?.split('\n') ?? [];
      return { holds: chosen.some(one => test.values.includes(one)), actual };
    }
    case 'within':
      return { holds: known.at !== null && isWithin(known.at, spanOf(test.window, now)), actual };
    case 'anniversary':
      return { holds: known.at !== null && hasAnniversary(known.at, test.days, now), actual };
    default:
      return { holds: known.num !== null && holdsForNumber(known.num, test), actual };
  }
}
