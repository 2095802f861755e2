import { useParams } from '@tanstack/react-router';
import { Select } from 'antd';
import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { PrintPage } from '#web/kit/PrintPage.tsx';
import { qrOf } from '#web/kit/qr.ts';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { CodeSetView, Named } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Sheet.module.css';

const sheetSearch = search({ poster: text });
type Code = CodeSetView['storeList'][number]['codes'][number];

/** What comes out of a printer: each code with its shop and clerk, alone or on a poster. */
export default function SheetPage() {
  const t = useTexts();
  const { setId = '' } = useParams({ strict: false }) as { setId?: string };
  const [{ poster }, ask] = useSearch(sheetSearch);
  const { data, error, refetch } = useRead<CodeSetView>(`/code-sets/${setId}`);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data || data.id !== setId) return <PageSkeleton />;
  return (
    <PrintPage
      title={t('sets.sheetTitle', { name: data.name })}
      period={formatInstant(data.createdAt, 'day')}
      lead={<span className={styles.lead}>{t('sets.sheetLead')}</span>}
      actions={<Posters value={poster} onChange={next => ask({ poster: next })} />}
    >
      {data.storeList.map(({ store, codes }) => (
        <section key={store} className={styles.store}>
          <h2>{store}</h2>
          <ul className={poster ? styles.posters : styles.codes}>
            {codes
              .filter(code => !code.archived)
              .map(code => (
                <li key={code.id}>
                  {poster ? <OnPoster code={code} poster={poster} /> : <Plain code={code} store={store} />}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </PrintPage>
  );
}

function Posters({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
}) {
  const t = useTexts();
  const { can } = useSession();
  const { data } = useRead<{ data: Named[] }>(can('brand:read') ? '/posters' : undefined);
  const options = [
    { value: '', label: t('sets.plain') },
    ...(data?.data ?? []).map(one => ({ value: one.id, label: one.name })),
  ];
  return (
    <Select
      className={styles.choose ?? ''}
      aria-label={t('sets.poster')}
      value={value ?? ''}
      options={options}
      onChange={next => onChange(next || undefined)}
    />
  );
}

function Plain({ code, store }: { code: Code; store: string }) {
  const t = useTexts();
  const { size, path } = qrOf(code.link);
  return (
    <figure className={styles.code}>
      <svg
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        role="img"
        aria-label={t('sets.of', { name: code.name })}
      >
        <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
        <path d={path} />
      </svg>
      <figcaption>
        <strong>{code.clerk?.name ?? store}</strong>
        <span>{code.clerk ? store : t('sets.everybody')}</span>
        <small>{t('sets.scanMe')}</small>
      </figcaption>
    </figure>
  );
}

function OnPoster({ code, poster }: { code: Code; poster: string }) {
  const t = useTexts();
  return (
    <figure className={styles.poster}>
      <img
        src={`/api/v1/live-codes/${code.id}/poster?poster=${poster}&width=620`}
        alt={t('sets.of', { name: code.name })}
        loading="lazy"
      />
      <figcaption>{code.name}</figcaption>
    </figure>
  );
}
