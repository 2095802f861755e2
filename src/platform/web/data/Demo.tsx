import { Button } from 'antd';
import { useState } from 'react';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Data.module.css';
import { DropDemo } from './DropDemo.tsx';

/** While the demo is shown: what it is, and the way to one's own data. */
export function Demo() {
  const t = useTexts();
  const { demo } = useSession();
  const [isAsking, setAsking] = useState(false);
  return (
    <Panel title={t('data.demo')} tone="sheet">
      <p className={styles.what}>{t(demo ? 'data.demoWhat' : 'data.noDemo')}</p>
      {demo && (
        <Button danger onClick={() => setAsking(true)}>
          {t('data.drop')}
        </Button>
      )}
      {isAsking && <DropDemo onClose={() => setAsking(false)} />}
    </Panel>
  );
}
