import { CheckOutlined, CloseOutlined } from '@ant-design/icons';
import { useTexts } from '../texts/index.ts';
import type { Why } from './use-rule.ts';
import styles from './Why.module.css';

type Props = { finding: Why['finding'] };

/** One branch of the explanation, with the branches below it. */
export function Finding({ finding }: Props) {
  const t = useTexts();
  const { holds } = finding;
  const mark = (
    <span
      className={styles.mark}
      data-holds={holds}
      role="img"
      aria-label={t(holds ? 'why.holds' : 'why.fails')}
    >
      {holds ? <CheckOutlined /> : <CloseOutlined />}
    </span>
  );
  if (finding.kind === 'leaf')
    return (
      <li className={styles.leaf}>
        {mark}
        <div>
          <p>{finding.words}</p>
          <p className={styles.actual}>{t('why.actual', { actual: finding.actual })}</p>
        </div>
      </li>
    );
  return (
    <li className={styles.branch}>
      <p className={styles.kind}>
        {mark}
        {t(`why.${finding.kind}`)}
      </p>
      <ul>
        {finding.findings.map((inner, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an explanation is drawn once and never changes
          <Finding key={at} finding={inner} />
        ))}
      </ul>
    </li>
  );
}
