import { Select } from 'antd';
import { useWords } from '#web/i18n/i18n.ts';
import { CHANNEL_WORDS, PURPOSE_WORDS } from '../../../rules/vocabulary.contract.ts';
import type { ConditionOf, ConsentDraft, ContactsDraft, DraftNumberTest } from '../../rule/draft.ts';
import { numberTestFor, OF_COUNTS } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { OperatorSelect } from './OperatorSelect.tsx';
import { TestFields } from './TestFields.tsx';
import { WindowFields } from './WindowFields.tsx';
import { WordSelect } from './WordSelect.tsx';

const CHANNELS = ['wecom', 'sms', 'hand'] as const;
const PURPOSES = ['marketing', 'service', 'transactional'] as const;

/** How often somebody was contacted: on which channel, for what, when. */
export function ContactsFields({ condition }: { condition: ConditionOf<ContactsDraft> }) {
  const t = useTexts();
  const words = useWords();
  const change = useChangeLeaf(condition);
  const { leaf } = condition;
  return (
    <>
      <OperatorSelect
        operators={OF_COUNTS}
        value={{ name: leaf.test.is, negated: false }}
        onChange={({ name }) => change({ test: numberTestFor(name as DraftNumberTest['is'], leaf.test) })}
      />
      <TestFields
        test={leaf.test}
        unit={t('events.timesUnit')}
        onChange={(test, field) => change({ test: test as DraftNumberTest }, field)}
      />
      <div className={styles.narrow}>
        <WindowFields window={leaf.window} onChange={(window, field) => change({ window }, field)} />
        <Select<'wecom' | 'sms' | 'hand'>
          className={styles.refund ?? ''}
          size="small"
          allowClear
          aria-label={t('contacts.channel')}
          placeholder={t('contacts.anyChannel')}
          popupMatchSelectWidth={false}
          options={CHANNELS.map(value => ({ value, label: words(CHANNEL_WORDS[value]) }))}
          value={leaf.channel}
          onChange={channel => change({ channel: channel ?? null })}
        />
        <Select<'marketing' | 'service' | 'transactional'>
          className={styles.refund ?? ''}
          size="small"
          allowClear
          aria-label={t('contacts.purpose')}
          placeholder={t('contacts.anyPurpose')}
          popupMatchSelectWidth={false}
          options={PURPOSES.map(value => ({ value, label: words(PURPOSE_WORDS[value]) }))}
          value={leaf.purpose}
          onChange={purpose => change({ purpose: purpose ?? null })}
        />
      </div>
    </>
  );
}

const CONSENTS = ['given', 'refused', 'none'] as const;
const CONSENT_PURPOSES = ['marketing', 'service', 'profiling'] as const;
const CONSENT_CHANNELS = ['wecom', 'sms', 'hand', 'all'] as const;

/** What somebody said about being contacted. */
export function ConsentFields({ condition }: { condition: ConditionOf<ConsentDraft> }) {
  const t = useTexts();
  const words = useWords();
  const change = useChangeLeaf(condition);
  const { consent, purpose, channel } = condition.leaf;
  return (
    <>
      <WordSelect<ConsentDraft['consent']>
        label={t('operator.label')}
        value={consent}
        values={CONSENTS}
        say={value => t(`consent.${value}`)}
        onChange={to => change({ consent: to })}
      />
      <Select<ConsentDraft['channel']>
        className={styles.refund ?? ''}
        size="small"
        aria-label={t('contacts.channel')}
        popupMatchSelectWidth={false}
        value={channel}
        options={CONSENT_CHANNELS.map(value => ({ value, label: words(CHANNEL_WORDS[value]) }))}
        onChange={to => change({ channel: to })}
      />
      <Select<ConsentDraft['purpose']>
        className={styles.refund ?? ''}
        size="small"
        aria-label={t('contacts.purpose')}
        popupMatchSelectWidth={false}
        value={purpose}
        options={CONSENT_PURPOSES.map(value => ({ value, label: words(PURPOSE_WORDS[value]) }))}
        onChange={to => change({ purpose: to })}
      />
    </>
  );
}
