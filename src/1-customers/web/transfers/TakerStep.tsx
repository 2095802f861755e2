import { Input, Segmented, Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import type { Draft } from './draft.ts';
import styles from './Transfers.module.css';
import type { Giver } from './transfer.ts';

type Props = { giver: Giver | undefined; draft: Draft; onChange: (patch: Partial<Draft>) => void };

/** WeCom takes no more (page 92125). */
const MOST_WORDS = 200;

/** To whom, how they are shared out, and what customers are told. */
export function TakerStep({ giver, draft, onChange }: Props) {
  const t = useTexts();
  const members = useMembers().filter(member => member.id !== giver?.member.id);
  const spreads = (['evenly', 'by_value'] as const).map(value => ({
    value,
    label: t(`transfers.spreads.${value}`),
  }));
  return (
    <div className={styles.step}>
      <Field label={t('transfers.takers')}>
        {id => (
          <Select
            id={id}
            mode="multiple"
            optionFilterProp="label"
            style={{ width: '100%' }}
            placeholder={t('transfers.pickTakers')}
            value={[...draft.takerIds]}
            options={members.map(one => ({ value: one.id, label: one.name }))}
            onChange={takerIds => onChange({ takerIds })}
          />
        )}
      </Field>
      {draft.takerIds.length > 1 && (
        <Field label={t('transfers.spread')} hint={t(`transfers.spreadsWhat.${draft.spread}`)}>
          {id => (
            <Segmented
              id={id}
              options={spreads}
              value={draft.spread}
              onChange={spread => onChange({ spread })}
            />
          )}
        </Field>
      )}
      {giver?.kind === 'resigned' ? (
        <p>{t('transfers.noWords')}</p>
      ) : (
        <Field
          label={t('transfers.words')}
          aside={`${[...draft.words].length} / ${MOST_WORDS}`}
          hint={t('transfers.wordsHint')}
        >
          {id => (
            <Input.TextArea
              id={id}
              value={draft.words}
              maxLength={MOST_WORDS}
              autoSize={{ minRows: 3, maxRows: 6 }}
              onChange={({ target }) => onChange({ words: target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}
