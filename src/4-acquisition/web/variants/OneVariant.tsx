import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { Explain } from '#web/kit/Explain.tsx';
import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { VariantReport } from '../reads.ts';
import { shareOf } from '../shares.ts';
import { useTexts } from '../texts/index.ts';
import { SayPutOut } from './SayPutOut.tsx';
import styles from './Variants.module.css';

export type Variant = VariantReport['data'][number];
type Props = { codeId: string; variant: Variant; mayChange: boolean };

/** One poster on the code: its picture to print, its link, and how those fared who came by it. */
export function OneVariant({ codeId, variant, mayChange }: Props) {
  const t = useTexts();
  const { mark: letter, poster, hook, link, archived } = variant;
  const mark = letter.toUpperCase();
  const picture = `/api/v1/live-codes/${codeId}/variants/${variant.id}/picture`;
  const file = `${poster.name}-${mark}`.replaceAll(/[\\/:*?"<>|]/g, '-');
  return (
    <li className={styles.variant} data-off={archived}>
      <a href={picture} target="_blank" rel="noreferrer" className={styles.picture}>
        <img
          src={`${picture}?width=240&version=${poster.version}`}
          alt={t('codePosters.picture', { mark, name: poster.name })}
          loading="lazy"
        />
      </a>
      <div className={styles.words}>
        <p className={styles.name}>
          <strong>{t('codePosters.mark', { mark })}</strong>
          <PageLink to={`/posters/${poster.id}`}>{poster.name}</PageLink>
          {archived && <Tag>{t('codePosters.off')}</Tag>}
        </p>
        {hook && <p className={styles.hook}>{hook}</p>}
        <p className={styles.link}>
          <CopyText text={link} label={t('codePosters.copy', { mark })} />
        </p>
        <p className={styles.tools}>
          {(['jpg', 'png'] as const).map(format => (
            <Button
              key={format}
              size="small"
              icon={<DownloadOutlined />}
              aria-label={`${t('codePosters.download')} ${mark} ${format.toUpperCase()}`}
              href={`${picture}?format=${format}`}
              download={`${file}.${format}`}
            >
              {format.toUpperCase()}
            </Button>
          ))}
          {mayChange && <Change codeId={codeId} variant={variant} />}
        </p>
      </div>
      <Figures variant={variant} />
    </li>
  );
}

function Figures({ variant: { putOut, figures } }: { variant: Variant }) {
  const t = useTexts();
  const { visitors, added, ordered, revenue } = figures;
  const of = (key: 'ofShown' | 'ofVisitors' | 'ofAdded', part: number, whole: number | null) => {
    const share = part <= (whole ?? 0) ? shareOf(part, whole ?? 0) : undefined;
    return share === undefined ? '' : t(`codePosters.${key}`, { share: formatShare(share, 0) });
  };
  const paid = ordered > 0 ? t('codePosters.paid', { amount: formatFen(revenue) }) : '';
  const steps = [
    { key: 'shown', value: putOut === null ? '–' : formatCount(putOut), note: '' },
    { key: 'visitors', value: formatCount(visitors), note: of('ofShown', visitors, putOut) },
    { key: 'added', value: formatCount(added), note: of('ofVisitors', added, visitors) },
    {
      key: 'ordered',
      value: formatCount(ordered),
      note: [of('ofAdded', ordered, added), paid].filter(Boolean).join(' · '),
    },
  ] as const;
  return (
    <dl className={styles.figures}>
      {steps.map(({ key, value, note }) => (
        <div key={key}>
          <dt>
            <Explain term={t(`codePosters.${key}`)} text={t(`codePosters.${key}Means`)} />
          </dt>
          <dd>{value}</dd>
          <dd className={styles.note}>{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function Change({ codeId, variant }: Omit<Props, 'mayChange'>) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const [isSaying, setSaying] = useState(false);
  const mark = variant.mark.toUpperCase();
  const path = `/live-codes/${codeId}/variants/${variant.id}`;
  const remove = useWrite((_: undefined, key) => api.delete(path, { key }), {
    refresh: [`/live-codes/${codeId}`],
    onDone: () => notify.done(t('codePosters.removed')),
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('codePosters.removeTitle', { mark }),
      content: t('codePosters.removeWhat'),
      okText: t('codePosters.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.run(undefined),
    });
  return (
    <>
      <Button size="small" type="text" onClick={() => setSaying(true)}>
        {t('codePosters.setShown')}
      </Button>
      {!variant.archived && (
        <Button size="small" type="text" onClick={ask} loading={remove.isRunning}>
          {t('codePosters.remove')}
        </Button>
      )}
      {isSaying && <SayPutOut codeId={codeId} variant={variant} onClose={() => setSaying(false)} />}
    </>
  );
}
