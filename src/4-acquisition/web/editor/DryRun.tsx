import { AutoComplete, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useAsk } from '#web/api/queries.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Field } from '#web/kit/Field.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { useDebounced } from '#web/kit/use-debounced.ts';
import { DecisionSteps } from '../decision/DecisionSteps.tsx';
import type { Decision } from '../decision/decision.ts';
import { sayChances } from '../decision/say-decision.ts';
import { useTexts } from '../texts/index.ts';
import styles from './DryRun.module.css';
import { type Draft, planOf } from './draft.ts';

const SETTLES = 400;

/** Whom a scan would reach then and from there, as the plan is written now, and why. */
export function DryRun({ draft, codeId }: { draft: Draft; codeId: string | undefined }) {
  const t = useTexts();
  const [at, setAt] = useState(() => new Date().toISOString());
  const [city, setCity] = useState('');
  const cities = [...new Set(draft.routes.flatMap(({ when }) => when.cities ?? []))];
  const plan = planOf(draft);
  const asked =
    plan && draft.accountId
      ? { codeId: codeId ?? null, accountId: draft.accountId, plan, at, city }
      : undefined;
  return (
    <>
      <h2 className={styles.title}>{t('dryRun.title')}</h2>
      <div className={styles.asked}>
        <Field label={t('dryRun.at')}>
          {id => (
            <DatePicker
              id={id}
              showTime={{ format: 'HH:mm', minuteStep: 5 }}
              format="YYYY-MM-DD HH:mm"
              allowClear={false}
              value={dayjs(formatInstant(at))}
              onChange={time => time && setAt(`${time.format('YYYY-MM-DDTHH:mm')}:00+08:00`)}
            />
          )}
        </Field>
        <Field label={t('dryRun.city')}>
          {id => (
            <AutoComplete
              id={id}
              allowClear
              placeholder={t('dryRun.noCity')}
              value={city}
              onChange={next => setCity((next ?? '').slice(0, 20))}
              options={cities.map(value => ({ value }))}
            />
          )}
        </Field>
      </div>
      <Answer question={asked} />
    </>
  );
}

function Answer({ question }: { question: object | undefined }) {
  const t = useTexts();
  const settled = useDebounced(question && JSON.stringify(question), SETTLES);
  const { data, error } = useAsk<Decision>(
    '/live-codes/dry-run',
    question && settled ? (JSON.parse(settled) as object) : undefined,
  );
  const words = useProblemWords(error);
  if (!question) return <p className={styles.wait}>{t('dryRun.notYet')}</p>;
  if (error) return <p className={styles.wait}>{words.detail}</p>;
  if (!data) return <Bone height={64} />;
  return (
    <div aria-live="polite" className={styles.answer}>
      <p className={styles.first}>{sayChances(data, t)}</p>
      <h3>{t('dryRun.why')}</h3>
      <DecisionSteps decision={data} />
    </div>
  );
}
