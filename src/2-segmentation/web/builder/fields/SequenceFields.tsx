import { Select } from 'antd';
import type { ReactNode } from 'react';
import { useWords } from '#web/i18n/i18n.ts';
import type { ConditionOf, SequenceDraft, StepDraft } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import { eventName } from '../event-name.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { useProperties, useVocabulary } from '../use-vocabulary.ts';
import { NumberField } from './NumberFields.tsx';
import { AddWhere, WhereRows } from './WhereFields.tsx';
import { WhichOrders } from './WhichOrders.tsx';
import { WindowFields } from './WindowFields.tsx';
import { WordSelect } from './WordSelect.tsx';

const FOLLOWED = ['not_followed', 'followed'] as const;
const UNITS = ['day', 'hour'] as const;

/** One thing, and what came or did not come after it in time. */
export function SequenceFields({ condition }: { condition: ConditionOf<SequenceDraft> }) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const { sequence, first, next, within, window } = condition.leaf;
  return (
    <>
      <StepFields
        label={t('sequence.first')}
        step={first}
        onChange={(step, field) => change({ first: step }, field && `first ${field}`)}
      >
        <span className={styles.where}>{t('sequence.first')}</span>
      </StepFields>
      <div className={styles.narrow}>
        <span className={styles.where}>{t('sequence.when')}</span>
        <WindowFields window={window} onChange={(to, field) => change({ window: to }, field)} />
      </div>
      <StepFields
        label={t('sequence.next')}
        step={next}
        onChange={(step, field) => change({ next: step }, field && `next ${field}`)}
      >
        <span className={styles.where}>{t('sequence.after')}</span>
        <NumberField
          label={t('sequence.within')}
          unit={undefined}
          value={within.n}
          onChange={n => change({ within: { ...within, n } }, 'within')}
        />
        <WordSelect<SequenceDraft['within']['unit']>
          label={t('sequence.unit')}
          value={within.unit}
          values={UNITS}
          say={value => t(`sequence.${value}`)}
          onChange={unit => change({ within: { ...within, unit } })}
        />
        <WordSelect<SequenceDraft['sequence']>
          label={t('sequence.label')}
          value={sequence}
          values={FOLLOWED}
          say={value => t(`sequence.${value}`)}
          onChange={to => change({ sequence: to })}
        />
      </StepFields>
    </>
  );
}

type SelectProps = { label: string; step: StepDraft; onChange: (step: StepDraft, field?: string) => void };
/** `children` stand before what happened. */
type StepProps = SelectProps & { children: ReactNode };

/** An event with properties, or a paid order of some shops and products. */
function StepFields({ label, step, onChange, children }: StepProps) {
  const event = 'event' in step ? step.event : '';
  const properties = useProperties(event);
  return (
    <>
      <div className={styles.narrow}>
        {children}
        <StepSelect label={label} step={step} onChange={onChange} />
        {'event' in step ? (
          <AddWhere where={step.where} onChange={where => onChange({ ...step, where })} />
        ) : (
          <WhichOrders which={step} onChange={(patch, field) => onChange({ ...step, ...patch }, field)} />
        )}
      </div>
      {'event' in step && (
        <WhereRows
          where={step.where}
          known={properties}
          onChange={(where, field) => onChange({ ...step, where }, field)}
        />
      )}
    </>
  );
}

const ORDER = 'order';
const EVENT = 'event:';

function StepSelect({ label, step, onChange }: SelectProps) {
  const t = useTexts();
  const words = useWords();
  const { events } = useVocabulary();
  const known = new Map(events.map(({ type, name }) => [type, name]));
  if ('event' in step && step.event) known.set(step.event, known.get(step.event) ?? null);
  const options = [
    { value: ORDER, label: t('sequence.order') },
    ...[...known].map(([type, name]) => ({
      value: `${EVENT}${type}`,
      label: name ?? eventName(type, words),
    })),
  ];
  const value = 'order' in step ? ORDER : step.event ? `${EVENT}${step.event}` : null;
  return (
    <Select<string | null>
      className={styles.step ?? ''}
      size="small"
      aria-label={label}
      placeholder={t('sequence.choose')}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={220}
      options={options}
      value={value}
      onChange={to => {
        if (to === ORDER) onChange({ order: 'paid', shops: [], products: [] });
        else if (to) onChange({ event: to.slice(EVENT.length), where: [] });
      }}
    />
  );
}
