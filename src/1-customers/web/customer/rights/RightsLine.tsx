import { Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './Rights.module.css';
import { RightsDrawer } from './RightsDrawer.tsx';

/** 个人信息权利, one quiet line; what it takes is in the drawer behind it. */
export function RightsLine({ of }: { of: Customer }) {
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p className={styles.what}>{t('rights.what')}</p>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('rights.open')}
      </Button>
      <RightsDrawer of={of} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
