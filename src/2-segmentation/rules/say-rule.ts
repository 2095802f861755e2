import type { Language, Words } from '#platform/contract.ts';
import { ATTRIBUTES, EVERYBODY, FACTS, type FactLeaf, knownAs, type Leaf, type Rule } from './contract.ts';
import { sayEvents, sayOrders } from './say-counts.ts';
import { sayFollows } from './say-follows.ts';
import { sayConsent, sayContacts, sayHoliday, saySequence } from './say-journey.ts';
import { hasOpposite, sayTest } from './say-test.ts';
import { join, type Names, type Speaker, sayIds } from './sentence.ts';

export const NO_NAMES: Names = {
  tags: new Map(),
  members: new Map(),
  teams: new Map(),
  shops: new Map(),
  products: new Map(),
  segments: new Map(),
  events: new Map(),
  fields: new Map(),
};

/** As a sentence begins; what is asked of an attribute may stand in its middle. */
function begin(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** A rule as a sentence. */
export function sayRule(rule: Rule, language: Language, names: Names = NO_NAMES): string {
  if (JSON.stringify(rule) === JSON.stringify(EVERYBODY)) return language === 'zh' ? '全部客户' : 'Everybody';
  return begin(sayBranch(rule, { language, names }, true));
}

function sayBranch(rule: Rule, speaker: Speaker, outer = false): string {
  const zh = speaker.language === 'zh';
  if ('all' in rule || 'any' in rule) {
    const parts = ('all' in rule ? rule.all : rule.any).map(branch => sayBranch(branch, speaker));
    const word = 'all' in rule ? (zh ? '且' : 'and') : zh ? '或' : 'or';
    const joined = parts.reduce((before, part) =>
      zh ? `${before}，${join('zh', word, part)}` : `${before} ${word} ${part}`,
    );
    return outer || parts.length === 1 ? joined : zh ? `（${joined}）` : `(${joined})`;
  }
  if ('not' in rule) return sayOpposite(rule.not, speaker);
  return sayCondition(rule, speaker);
}

function sayOpposite(rule: Rule, speaker: Speaker): string {
  const zh = speaker.language === 'zh';
  if ('attribute' in rule && hasOpposite(rule.test.is)) return sayAttribute(rule, speaker, true);
  if ('fact' in rule && speaker.names.fields.has(rule.fact) && hasOpposite(rule.test.is))
    return sayFact(rule, speaker, true);
  const said = sayBranch(rule, speaker, true);
  return zh ? `不满足「${said}」` : `not (${said})`;
}

/** One condition as a sentence of its own. */
export function sayLeaf(leaf: Leaf, speaker: Speaker): string {
  return begin(sayCondition(leaf, speaker));
}

function sayCondition(leaf: Leaf, speaker: Speaker): string {
  const { language, names } = speaker;
  const words = (both: Words) => both[language];
  if ('attribute' in leaf) return sayAttribute(leaf, speaker, false);
  if ('tags' in leaf) return join(language, words(TAGS[leaf.tags]), sayIds(leaf.ids, names.tags, language));
  if ('orders' in leaf) return sayOrders(leaf, speaker);
  if ('events' in leaf) return sayEvents(leaf, speaker);
  if ('fact' in leaf) return sayFact(leaf, speaker, false);
  if ('sequence' in leaf) return saySequence(leaf, speaker);
  if ('contacts' in leaf) return sayContacts(leaf, speaker);
  if ('holidays' in leaf) return sayHoliday(leaf, speaker);
  if ('follows' in leaf) return sayFollows(leaf, speaker);
  if ('consent' in leaf) return sayConsent(leaf, speaker);
  if ('reachable' in leaf) return words({ zh: '今天可触达', en: 'may be contacted today' });
  return join(
    language,
    words({ zh: '属于分群：', en: 'is in segment' }),
    sayIds([leaf.segment], names.segments, language),
  );
}

const TAGS = {
  any: { zh: '有任一标签：', en: 'has any tag of' },
  all: { zh: '同时有标签：', en: 'has all tags' },
  none: { zh: '没有标签：', en: 'has none of the tags' },
};

function sayAttribute(
  { attribute, test }: Extract<Leaf, { attribute: unknown }>,
  speaker: Speaker,
  not: boolean,
): string {
  // Not `R score`, whose letter is a name.
  const name = ATTRIBUTES[attribute].words[speaker.language].replace(/^[A-Z](?=[a-z])/, first =>
    first.toLowerCase(),
  );
  return sayTest({ name, attribute, test, not }, speaker);
}

/** A field by the name it has now, any other fact by what we or a later stage call it. */
function sayFact({ fact, test }: FactLeaf, speaker: Speaker, not: boolean): string {
  const field = speaker.names.fields.get(fact);
  const known = knownAs(FACTS, fact);
  const name = field?.name ?? known?.words[speaker.language] ?? fact;
  return sayTest({ name, type: field?.type ?? known?.type, test, not }, speaker);
}
