import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '#web/i18n/i18n.ts';
import { formatCount } from '#web/kit/format.ts';
import {
  ATTRIBUTES,
  type AttributeName,
  FACTS,
  FACTS_OF_ATTRIBUTES,
  knownAs,
} from '../../rules/vocabulary.contract.ts';
import type { FactKind } from '../rule/operators.ts';
import type { Subject } from '../rule/subjects.ts';
import { useTexts } from '../texts/index.ts';
import { eventName } from './event-name.ts';
import styles from './RuleTree.module.css';
import { factKindIn, useVocabulary } from './use-vocabulary.ts';

type Props = {
  label: string;
  /** Given: the select is a button that adds. */
  placeholder?: ReactNode;
  value: Subject | undefined;
  onChange: (subject: Subject, factKind: FactKind | undefined) => void;
};

/** What a condition speaks about: everything there is, by theme, found by typing. */
export function SubjectSelect({ label, placeholder, value, onChange }: Props) {
  const vocabulary = useVocabulary();
  const groups = useSubjects(value);
  return (
    <Select<Subject | null>
      className={(placeholder ? styles.adder : styles.subject) ?? ''}
      variant="borderless"
      size="small"
      aria-label={label}
      {...(placeholder === undefined ? {} : { placeholder, suffixIcon: null })}
      value={value ?? null}
      showSearch={{ filterOption: (typed, option) => finds(typed, String(option?.words ?? '')) }}
      popupMatchSelectWidth={260}
      listHeight={400}
      optionLabelProp="name"
      options={groups}
      onChange={subject => {
        if (subject) onChange(subject, factKindIn(vocabulary, subject.slice(FACT.length)));
      }}
    />
  );
}

const FACT = 'fact:';

function finds(typed: string, words: string): boolean {
  return words.toLowerCase().includes(typed.trim().toLowerCase());
}

type Option = { value: Subject; label: ReactNode; name: string; title: string; words: string };

const THEMES: readonly { name: 'groupTier' | 'groupProfile' | 'groupWecom'; of: readonly AttributeName[] }[] =
  [
    { name: 'groupTier', of: ['tier', 'value', 'r', 'f', 'm'] },
    {
      name: 'groupProfile',
      of: ['name', 'gender', 'birthday', 'province', 'city', 'source', 'createdAt', 'hasPhone', 'minor'],
    },
    { name: 'groupWecom', of: ['followed', 'followedAt', 'owner', 'members', 'knownOn', 'nextFollowUp'] },
  ];
const SUMS: readonly AttributeName[] = ['orders', 'paid', 'refunded', 'firstOrderAt', 'lastOrderAt'];

function useSubjects(chosen: Subject | undefined): { label: string; title: string; options: Option[] }[] {
  const t = useTexts();
  const words = useWords();
  const vocabulary = useVocabulary();
  const option = (value: Subject, name: string, note?: string): Option => ({
    value,
    name,
    title: name,
    words: `${name} ${value}`,
    label: note ? (
      <span className={styles.option}>
        {name}
        <small>{note}</small>
      </span>
    ) : (
      name
    ),
  });
  const attribute = (name: AttributeName) => option(`attribute:${name}`, words(ATTRIBUTES[name].words));
  const theme = (name: Parameters<typeof t>[0], options: Option[]) => ({
    label: t(name),
    title: '',
    options,
  });
  const themes = THEMES.map(({ name, of }) => theme(`subject.${name}`, of.map(attribute)));
  themes[2]?.options.unshift(
    option('reachable', t('subject.reachable')),
    option('follows', t('subject.follows'), t('subject.followsHint')),
    option('contacts', t('subject.contacts'), t('subject.contactsHint')),
    option('consent', t('subject.consent')),
  );
  const known = vocabulary.events.map(({ type, name, people }) =>
    option(
      `event:${type}`,
      name ?? eventName(type, words),
      t('subject.people', { count: formatCount(people) }),
    ),
  );
  const facts = vocabulary.facts
    .filter(({ key }) => !FACTS_OF_ATTRIBUTES.includes(key))
    .map(({ key }) => option(`fact:${key}`, factName(key, words)));
  const all = [
    theme('subject.groupOrders', [
      option('orders', t('subject.orders'), t('subject.ordersHint')),
      ...SUMS.map(attribute),
    ]),
    theme('subject.groupTags', [option('tags', t('subject.tags')), option('segment', t('subject.segment'))]),
    ...themes,
    theme(
      'subject.groupFields',
      vocabulary.fields.map(({ key, name }) => option(`fact:${key}`, name)),
    ),
    theme('subject.groupEvents', [
      option('holiday', t('subject.holiday'), t('subject.holidayHint')),
      option('sequence', t('subject.sequence'), t('subject.sequenceHint')),
      ...known,
    ]),
    theme('subject.groupFacts', facts),
  ].filter(({ options }) => options.length > 0);
  return withChosen(all, chosen, subject => option(subject, subjectName(subject, words)));
}

/** A rule may speak of an event or a fact that nobody has had yet; it is still shown by its name. */
function withChosen<Theme extends { options: Option[] }>(
  themes: Theme[],
  chosen: Subject | undefined,
  make: (subject: Subject) => Option,
): Theme[] {
  const last = themes.at(-1);
  const isKnown = themes.some(({ options }) => options.some(({ value }) => value === chosen));
  if (chosen === undefined || isKnown || !last) return themes;
  return [...themes.slice(0, -1), { ...last, options: [...last.options, make(chosen)] }];
}

function subjectName(subject: Subject, words: ReturnType<typeof useWords>): string {
  const name = subject.slice(subject.indexOf(':') + 1);
  if (subject.startsWith('fact:')) return factName(name, words);
  return subject.startsWith('event:') ? eventName(name, words) : name;
}

function factName(key: string, words: ReturnType<typeof useWords>): string {
  const known = knownAs(FACTS, key);
  // A field that is in use no more goes by its key.
  return known ? words(known.words) : key.replace(/^field\./, '');
}
