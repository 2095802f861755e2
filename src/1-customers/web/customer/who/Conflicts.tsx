import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { formatInstant } from '#web/kit/format.ts';
import { ReasonModal } from '#web/kit/ReasonModal.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { conflictList, conflictView } from '../../../identities/contract.ts';
import { useSourceName } from '../../source-names.ts';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import styles from './Conflicts.module.css';

type Conflict = Wire<typeof conflictView>;
type Value = Conflict['values'][number];

/** Where sources say different things: all of them, which one counts, and why. Nothing is shown where they agree. */
export function Conflicts({ of }: { of: string }) {
  const t = useTexts();
  const { data } = useRead<Wire<typeof conflictList>>(`/customers/${of}/conflicts`);
  if (!data || data.data.length === 0) return null;
  return (
    <section className={styles.conflicts} aria-label={t('match.conflict.title')}>
      <h3>{t('match.conflict.title')}</h3>
      {data.data.map(conflict => (
        <OneConflict key={conflict.field} of={of} conflict={conflict} />
      ))}
    </section>
  );
}

function OneConflict({ of, conflict }: { of: string; conflict: Conflict }) {
  const t = useTexts();
  const sourceName = useSourceName();
  const mayChange = useSession().can('customers:write');
  const [chosen, setChosen] = useState<Value>();
  const isPhone = conflict.field === 'phone';
  const shown = useShown(conflict.field);
  return (
    <div>
      <p className={styles.field}>{t(`match.conflict.${conflict.field}`)}</p>
      <ul>
        {conflict.values.map(value => (
          <li key={value.value}>
            <span className={styles.value}>
              {shown(value)}
              {value.counts && (
                <Tag tone="accent">{t(isPhone ? 'match.conflict.main' : 'match.conflict.counts')}</Tag>
              )}
              {!value.counts && mayChange && conflict.why !== 'corrected' && (
                <Button type="link" size="small" onClick={() => setChosen(value)}>
                  {t(isPhone ? 'match.conflict.makeMain' : 'match.conflict.choose')}
                </Button>
              )}
            </span>
            <small>
              {t('match.conflict.told', {
                source: sourceName(value.source),
                day: formatInstant(value.toldAt, 'day'),
              })}
            </small>
          </li>
        ))}
      </ul>
      <small>{useWhy(conflict)}</small>
      {chosen && (
        <Choose
          of={of}
          field={conflict.field}
          value={chosen}
          shown={shown(chosen)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </div>
  );
}

type ChooseProps = { of: string; field: Conflict['field']; value: Value; shown: string; onClose: () => void };

function Choose({ of, field, value, shown, onClose }: ChooseProps) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const choose = async (reason: string) => {
    await api.post(`/customers/${of}/choose`, { field, value: value.value, reason });
    notify.done(t('match.conflict.chosen', { value: shown }));
    await again(`/customers/${of}`, '/customers');
  };
  return (
    <ReasonModal
      title={t('match.conflict.chooseTitle', { value: shown })}
      why={t('match.conflict.chooseMeans')}
      act={t('match.conflict.choose')}
      suggestions={[t('match.conflict.chooseReason1'), t('match.conflict.chooseReason2')]}
      onAct={choose}
      onClose={onClose}
    />
  );
}

function useShown(field: Conflict['field']): (value: Value) => string {
  const t = useTexts();
  return ({ shown }) => {
    if (field !== 'gender') return shown;
    return shown === '1' ? t('gender.male') : t('gender.female');
  };
}

function useWhy({ why, chosenBy, chosenAt }: Conflict): string {
  const t = useTexts();
  if (why === 'chosen')
    return t('match.conflict.whyChosen', {
      who: chosenBy ?? '',
      day: chosenAt ? formatInstant(chosenAt, 'day') : '',
    });
  if (why === 'corrected') return t('match.conflict.whyCorrected');
  return t(why === 'last_seen' ? 'match.conflict.whyLast' : 'match.conflict.whyFirst');
}
