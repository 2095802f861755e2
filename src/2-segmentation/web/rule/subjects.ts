import { ATTRIBUTES, type AttributeName } from '../../rules/vocabulary.contract.ts';
import type { Condition, DraftLeaf } from './draft.ts';
import { type FactKind, operatorsOf, testFor } from './operators.ts';

/** What a condition speaks about, as one text: `attribute:city`, `tags`, `event:page_viewed`, `fact:cycle.days`. */
export type Subject = string;

export function subjectOf(leaf: DraftLeaf): Subject {
  if ('attribute' in leaf) return `attribute:${leaf.attribute}`;
  if ('tags' in leaf) return 'tags';
  if ('orders' in leaf) return 'orders';
  if ('events' in leaf) return `event:${leaf.events}`;
  if ('fact' in leaf) return `fact:${leaf.fact}`;
  if ('sequence' in leaf) return 'sequence';
  if ('contacts' in leaf) return 'contacts';
  if ('consent' in leaf) return 'consent';
  if ('follows' in leaf) return 'follows';
  if ('holidays' in leaf) return 'holiday';
  return 'segment' in leaf ? 'segment' : 'reachable';
}

/** A condition on a subject as it begins, before anybody has filled it in. */
export function conditionOn(subject: Subject, factKind: FactKind = 'number'): Omit<Condition, 'key'> {
  return { negated: false, leaf: leafOn(subject, factKind) };
}

function leafOn(subject: Subject, factKind: FactKind): DraftLeaf {
  const [kind, ...rest] = subject.split(':');
  const name = rest.join(':');
  switch (kind) {
    case 'tags':
      return { tags: 'any', ids: [] };
    case 'orders':
      return {
        orders: 'count',
        test: { is: 'at_least', value: 1 },
        window: { kind: 'last', n: 90, unit: 'day' },
        shops: [],
        products: [],
        refund: null,
      };
    case 'event':
      return {
        events: name,
        measure: { of: 'count' },
        test: { is: 'at_least', value: 1 },
        window: { kind: 'last', n: 30, unit: 'day' },
        where: [],
      };
    case 'sequence':
      return {
        sequence: 'not_followed',
        first: { event: '', where: [] },
        next: { order: 'paid', shops: [], products: [] },
        within: { n: 3, unit: 'day' },
        window: { kind: 'last', n: 30, unit: 'day' },
      };
    case 'contacts':
      return {
        contacts: 'count',
        channel: null,
        purpose: null,
        test: { is: 'at_most', value: 0 },
        window: { kind: 'last', n: 7, unit: 'day' },
      };
    case 'holiday':
      return { holidays: [], days: 7 };
    case 'follows':
      return {
        follows: 'now',
        test: { is: 'at_least', value: 1 },
        window: null,
        ...{ members: [], teams: [], accounts: [], ways: [], codes: [], endedBy: null, ended: null },
      };
    case 'consent':
      return { consent: 'given', purpose: 'marketing', channel: 'wecom' };
    case 'fact': {
      const [first] = operatorsOf({ fact: name, test: { is: 'present' } }, factKind);
      return { fact: name, test: testFor(first?.name ?? 'present') };
    }
    case 'segment':
      return { segment: null };
    case 'reachable':
      return { reachable: 'wecom' };
    default:
      return attributeLeaf(name);
  }
}

function attributeLeaf(name: string): DraftLeaf {
  const attribute = (Object.keys(ATTRIBUTES) as AttributeName[]).find(known => known === name) ?? 'name';
  const [first] = operatorsOf({ attribute, test: { is: 'yes' } });
  return { attribute, test: testFor(first?.name ?? 'empty') };
}
