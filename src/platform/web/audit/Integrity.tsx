import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useRead } from '#web/api/queries.ts';
import { Explain } from '#web/kit/Explain.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Audit.module.css';

type Answer = { intact: boolean; brokenBetween: [string, string] | null };

/** That the log is as it was written: a quiet line when it is, a loud one when it is not. */
export function Integrity() {
  const t = useTexts();
  const { data, error } = useRead<Answer>('/audit/integrity');
  if (error && !data) return null;
  if (!data) return <p className={styles.seal}>{t('audit.checking')}</p>;
  if (data.intact)
    return (
      <p className={styles.seal}>
        <SafetyCertificateOutlined />
        <Explain term={t('audit.intact')} text={t('audit.intactWhat')} />
      </p>
    );
  const [from = '', to = ''] = data.brokenBetween ?? [];
  return (
    <Notice kind="stop" title={t('audit.broken')}>
      {t('audit.brokenWhat', { from, to })}
    </Notice>
  );
}
