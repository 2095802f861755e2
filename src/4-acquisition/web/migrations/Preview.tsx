import { Form } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { useAsk } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { useDebounced } from '#web/kit/use-debounced.ts';
import type { migrationPreview } from '../../contract.ts';
import { type Speak, useTexts } from '../texts/index.ts';
import styles from './Migrations.module.css';

type Shown = Wire<typeof migrationPreview>;

/** What the plan in the form comes to: asked again when one has stopped typing. */
export function Preview() {
  const t = useTexts();
  const form = Form.useFormInstance();
  const asked = useDebounced(questionOf(Form.useWatch([], form) as Question | undefined), 500);
  const { data, error, refetch } = useAsk<Shown>(
    '/buyer-migrations/preview',
    asked === undefined ? undefined : JSON.parse(asked),
  );
  return (
    <section className={styles.preview} aria-live="polite">
      <h3>{t('migrations.preview.title')}</h3>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <p>{t('migrations.preview.waiting')}</p>}
      {data && <Words of={data} />}
    </section>
  );
}

function Words({ of }: { of: Shown }) {
  const t = useTexts();
  return (
    <>
      <ul>
        {linesOf(of, t).map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {of.isTooFast && (
        <Notice
          kind="advice"
          title={t('migrations.preview.tooFast', { days: formatCount(of.firstWave.days) })}
        />
      )}
    </>
  );
}

function linesOf({ audience, joined, noPhone, toAsk, waves, days, firstWave, withheld }: Shown, t: Speak) {
  const n = (value: number) => ({ n: formatCount(value) });
  return [
    t('migrations.preview.audience', n(audience)),
    ...(joined > 0 ? [t('migrations.preview.joined', n(joined))] : []),
    ...(noPhone > 0 ? [t('migrations.preview.noPhone', n(noPhone))] : []),
    ...(toAsk > 0
      ? [
          t('migrations.preview.toAsk', { ...n(toAsk), waves: formatCount(waves), days: formatCount(days) }),
          t('migrations.preview.firstWave', {
            size: formatCount(firstWave.size),
            asked: formatCount(firstWave.asked),
          }),
        ]
      : [t('migrations.preview.nobody')]),
    ...withheld.map(({ people, words }) => t('migrations.preview.withheld', { ...n(people), why: words })),
  ];
}

type Question = {
  accountId?: string;
  segmentId?: string;
  memberIds?: string[];
  waveSize?: number | null;
  waveDays?: number | null;
  memberDay?: number | null;
};

/** The question as text, so that the same question is known as the same; undefined while something is missing. */
function questionOf(values: Question | undefined): string | undefined {
  const { accountId, segmentId, memberIds, waveSize, waveDays, memberDay } = values ?? {};
  if (!accountId || !segmentId || !memberIds?.length || !waveSize || !waveDays || !memberDay)
    return undefined;
  return JSON.stringify({ accountId, segmentId, memberIds, waveSize, waveDays, memberDay });
}
