import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import { CopyText } from './CopyText.tsx';
import styles from './MaskedPhone.module.css';

const ReasonModal = lazy(() => import('./ReasonModal.tsx').then(module => ({ default: module.ReasonModal })));

type Props = {
  /** As the server sends it: `138****1000`. */
  masked: string | null;
  /** Whose it is, for the question. */
  whose: string;
  /** Asks the server for the full number, with the reason. Absent: the member may not. */
  onReveal?: (reason: string) => Promise<string>;
};

/** How long a full number stays on a screen that others may see. */
const SHOWN_FOR = 60_000;

/** A phone number, masked until somebody says why they need it; masked again after a minute. */
export function MaskedPhone({ masked, whose, onReveal }: Props) {
  const t = useWebTexts();
  const [full, setFull] = useState<string>();
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    if (full === undefined) return;
    const timer = setTimeout(() => setFull(undefined), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [full]);
  if (masked === null) return <span className={styles.none}>–</span>;
  const toggle = full === undefined ? () => setAsking(true) : () => setFull(undefined);
  const label = full === undefined ? t('phone.reveal') : t('phone.hide');
  return (
    <span className={styles.phone}>
      {full === undefined ? <span>{masked}</span> : <CopyText text={full} label={t('phone.copy')} />}
      {onReveal && (
        <button type="button" aria-label={label} title={label} onClick={toggle}>
          {full === undefined ? <EyeOutlined /> : <EyeInvisibleOutlined />}
        </button>
      )}
      {isAsking && onReveal && (
        <Suspense fallback={null}>
          <ReasonModal
            title={t('phone.ask', { whose })}
            why={t('phone.why')}
            act={t('phone.do')}
            onAct={async reason => setFull(await onReveal(reason))}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      )}
    </span>
  );
}
