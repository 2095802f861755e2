import type { ProductRole } from '#customers/contract';
import {
  ATTRIBUTES,
  type AttributeName,
  HOLIDAYS,
  type Holiday,
  ORDER_MEASURES,
  type OrderMeasure,
  PRODUCT_ROLES,
  TESTS_OF,
} from '../../rules/vocabulary.contract.ts';
import type {
  ConsentDraft,
  ContactsDraft,
  DraftLeaf,
  DraftNumberTest,
  DraftTest,
  DraftWindow,
  EventsDraft,
  FollowsDraft,
  HolidayDraft,
  Measure,
  OrdersDraft,
  PropertyDraft,
  SequenceDraft,
  StepDraft,
  WhichDraft,
} from './draft.ts';
import {
  faultyAt,
  type Json,
  readArray,
  readDay,
  readId,
  readIds,
  readNumber,
  readObject,
  readOneOf,
  readText,
} from './read-json.ts';

const NUMBERS = ['at_least', 'at_most', 'between'] as const;
const FACT_TESTS = [
  ...NUMBERS,
  'one_of',
  'contains',
  'includes',
  'within',
  'anniversary',
  'present',
] as const;

export function readLeaf(leaf: Json, at: string): DraftLeaf {
  if ('attribute' in leaf) return readAttribute(leaf, at);
  if ('tags' in leaf)
    return {
      tags: readOneOf(leaf.tags, ['any', 'all', 'none'], `${at}tags`),
      ids: readIds(leaf.ids, 'tag', `${at}ids`),
    };
  if ('orders' in leaf) return readOrders(leaf, at);
  if ('events' in leaf) return readEvents(leaf, at);
  if ('fact' in leaf) {
    const test = readTest(leaf.test, FACT_TESTS, `${at}test`);
    return { fact: readText(leaf.fact, `${at}fact`), test };
  }
  if ('sequence' in leaf) return readSequence(leaf, at);
  if ('contacts' in leaf) return readContacts(leaf, at);
  if ('consent' in leaf) return readConsent(leaf, at);
  if ('follows' in leaf) return readFollows(leaf, at);
  if ('holidays' in leaf) return readHoliday(leaf, at);
  if ('segment' in leaf) return { segment: readId(leaf.segment, 'seg', `${at}segment`) };
  if ('reachable' in leaf) return { reachable: readOneOf(leaf.reachable, ['wecom'], `${at}reachable`) };
  return faultyAt(at);
}

function readAttribute(leaf: Json, at: string): DraftLeaf {
  const names = Object.keys(ATTRIBUTES) as AttributeName[];
  const attribute = readOneOf(leaf.attribute, names, `${at}attribute`);
  return { attribute, test: readTest(leaf.test, TESTS_OF[ATTRIBUTES[attribute].type], `${at}test`) };
}

function readOrders(leaf: Json, at: string): OrdersDraft {
  return {
    orders: readOneOf(leaf.orders, Object.keys(ORDER_MEASURES) as OrderMeasure[], `${at}orders`),
    test: readNumberTest(leaf.test, `${at}test`),
    window: readWindowOrNot(leaf.window, `${at}window`),
    ...readWhich(leaf, at),
    refund: leaf.refund == null ? null : readOneOf(leaf.refund, ['none', 'partial', 'full'], `${at}refund`),
  };
}

function readEvents(leaf: Json, at: string): EventsDraft {
  return {
    events: readText(leaf.events, `${at}events`),
    measure: readMeasure(leaf.measure, `${at}measure`),
    test: readNumberTest(leaf.test, `${at}test`),
    window: readWindowOrNot(leaf.window, `${at}window`),
    where: readWhere(leaf.where, at),
  };
}

function readWhere(json: unknown, at: string): PropertyDraft[] {
  return readArray(json ?? [], `${at}where`).map((one, index) => {
    const place = `${at}where[${index}].`;
    const where = readObject(one, place);
    const tests = [...NUMBERS, 'one_of', 'contains', 'yes', 'present'] as const;
    return {
      property: readText(where.property, `${place}property`),
      test: readTest(where.test, tests, `${place}test`),
    };
  });
}

/** Which orders: of a condition on orders, and of a step. */
function readWhich(json: Json, at: string): WhichDraft {
  return {
    shops: readIds(json.shops, 'acc', `${at}shops`),
    products: readIds(json.products, 'prd', `${at}products`),
    ...(json.productName === undefined
      ? {}
      : { productName: readText(json.productName, `${at}productName`) }),
    ...(json.roles === undefined ? {} : { roles: readRoles(json.roles, `${at}roles`) }),
  };
}

function readRoles(json: unknown, at: string): ProductRole[] {
  return readArray(json, at).map((one, index) =>
    readOneOf(one, Object.keys(PRODUCT_ROLES) as ProductRole[], `${at}[${index}]`),
  );
}

function readSequence(leaf: Json, at: string): SequenceDraft {
  const within = readObject(leaf.within, `${at}within`);
  return {
    sequence: readOneOf(leaf.sequence, ['followed', 'not_followed'], `${at}sequence`),
    first: readStep(leaf.first, `${at}first`),
    next: readStep(leaf.next, `${at}next`),
    within: {
      n: readNumber(within.n, `${at}within.n`),
      unit: readOneOf(within.unit, ['day', 'hour'], `${at}within.unit`),
    },
    window: readWindowOrNot(leaf.window, `${at}window`),
  };
}

function readStep(json: unknown, at: string): StepDraft {
  const step = readObject(json, at);
  if ('event' in step)
    return { event: readText(step.event, `${at}.event`), where: readWhere(step.where, `${at}.`) };
  return { order: readOneOf(step.order, ['paid'], `${at}.order`), ...readWhich(step, `${at}.`) };
}

function readContacts(leaf: Json, at: string): ContactsDraft {
  const oneOf = <const T extends string>(value: unknown, choices: readonly T[], place: string) =>
    value == null ? null : readOneOf(value, choices, place);
  return {
    contacts: readOneOf(leaf.contacts, ['count'], `${at}contacts`),
    channel: oneOf(leaf.channel, ['wecom', 'sms', 'hand'], `${at}channel`),
    purpose: oneOf(leaf.purpose, ['marketing', 'service', 'transactional'], `${at}purpose`),
    test: readNumberTest(leaf.test, `${at}test`),
    window: readWindowOrNot(leaf.window, `${at}window`),
  };
}

function readFollows(leaf: Json, at: string): FollowsDraft {
  const listOf = <T>(name: string, read: (value: unknown, place: string) => T) =>
    readArray(leaf[name] ?? [], `${at}${name}`).map((one, index) => read(one, `${at}${name}[${index}]`));
  const { endedBy } = leaf;
  return {
    follows: readOneOf(leaf.follows, ['now', 'ended', 'ever', 'first'], `${at}follows`),
    test: readNumberTest(leaf.test, `${at}test`),
    window: readWindowOrNot(leaf.window, `${at}window`),
    members: readIds(leaf.members ?? [], 'mem', `${at}members`),
    teams: readIds(leaf.teams ?? [], 'team', `${at}teams`),
    accounts: readIds(leaf.accounts ?? [], 'acc', `${at}accounts`),
    ways: listOf('ways', readNumber),
    codes: listOf('codes', readText),
    endedBy: endedBy == null ? null : readOneOf(endedBy, ['customer', 'member', 'transfer'], `${at}endedBy`),
    ended: readWindowOrNot(leaf.ended ?? null, `${at}ended`),
  };
}

function readConsent(leaf: Json, at: string): ConsentDraft {
  return {
    consent: readOneOf(leaf.consent, ['given', 'refused', 'none'], `${at}consent`),
    purpose: readOneOf(leaf.purpose, ['marketing', 'service', 'profiling'], `${at}purpose`),
    channel: readOneOf(leaf.channel, ['all', 'wecom', 'sms', 'hand'], `${at}channel`),
  };
}

function readHoliday(leaf: Json, at: string): HolidayDraft {
  const names = Object.keys(HOLIDAYS) as Holiday[];
  const holidays = readArray(leaf.holidays, `${at}holidays`);
  return {
    holidays: holidays.map((one, index) => readOneOf(one, names, `${at}holidays[${index}]`)),
    days: readNumber(leaf.days, `${at}days`),
  };
}

function readMeasure(json: unknown, at: string): Measure {
  const measure = readObject(json, at);
  const of = readOneOf(measure.of, ['count', 'days', 'sum'], `${at}.of`);
  return of === 'sum' ? { of, property: readText(measure.property, `${at}.property`) } : { of };
}

function readNumberTest(json: unknown, at: string): DraftNumberTest {
  // Only number tests are allowed, so only they come back.
  return readTest(json, NUMBERS, at) as DraftNumberTest;
}

function readTest(json: unknown, allowed: readonly string[], at: string): DraftTest {
  const test = readObject(json, at);
  if (typeof test.is !== 'string' || !allowed.includes(test.is)) faultyAt(`${at}.is`);
  switch (test.is) {
    case 'at_least':
    case 'at_most':
      return { is: test.is, value: readNumber(test.value, `${at}.value`) };
    case 'between': {
      const [from, to] = [readNumber(test.from, `${at}.from`), readNumber(test.to, `${at}.to`)];
      return from === to ? { is: 'exactly', value: from } : { is: 'between', from, to };
    }
    case 'one_of':
    case 'includes': {
      const values = readArray(test.values, `${at}.values`);
      return {
        is: test.is,
        values: values.map((value, index) => readText(value, `${at}.values[${index}]`)),
      };
    }
    case 'contains':
      return { is: 'contains', value: readText(test.value, `${at}.value`) };
    case 'within':
      return { is: 'within', window: readWindow(test.window, `${at}.window`) };
    case 'anniversary':
      return { is: 'anniversary', days: readNumber(test.days, `${at}.days`) };
    case 'any_member':
      return { is: 'any_member', ids: readIds(test.ids, 'mem', `${at}.ids`) };
    case 'any_team':
      return { is: 'any_team', ids: readIds(test.ids, 'team', `${at}.ids`) };
    case 'any_account':
      return { is: 'any_account', ids: readIds(test.ids, 'acc', `${at}.ids`) };
    case 'empty':
    case 'yes':
    case 'present':
      return { is: test.is };
    default:
      return faultyAt(`${at}.is`);
  }
}

function readWindowOrNot(json: unknown, at: string): DraftWindow | null {
  return json === null ? null : readWindow(json, at);
}

function readWindow(json: unknown, at: string): DraftWindow {
  const window = readObject(json, at);
  const kind = readOneOf(window.kind, ['last', 'before', 'next', 'between'], `${at}.kind`);
  if (kind === 'between')
    return { kind, from: readDay(window.from, `${at}.from`), to: readDay(window.to, `${at}.to`) };
  const n = readNumber(window.n, `${at}.n`);
  return kind === 'last'
    ? { kind, n, unit: readOneOf(window.unit, ['day', 'hour'], `${at}.unit`) }
    : { kind, n };
}
