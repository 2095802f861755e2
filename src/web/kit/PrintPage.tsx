import { PrinterOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import { welcomeQuery } from '../session/session.ts';
import { PageHeader } from './PageHeader.tsx';
import styles from './PrintPage.module.css';

type Props = {
  title: string;
  /** What span it speaks about: `2026-11-09 至 2026-11-15`. */
  period: string;
  lead?: ReactNode;
  /** Beside "print": choose the week, share. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A report: one page that reads from top to bottom, and comes out of a printer on A4 as it stands. */
export function PrintPage({ title, period, lead, actions, children }: Props) {
  const t = useWebTexts();
  const { data: welcome } = useQuery(welcomeQuery);
  const buttons = (
    <>
      {actions}
      <Button className={styles.print ?? ''} icon={<PrinterOutlined />} onClick={() => window.print()}>
        {t('print')}
      </Button>
    </>
  );
  return (
    <article className={styles.page}>
      <p className={styles.letterhead}>
        <span>{welcome?.name}</span>
        <span>{t('brand')}</span>
      </p>
      <PageHeader
        title={title}
        actions={buttons}
        lead={
          <>
            {lead}
            <span className={styles.period}>{period}</span>
          </>
        }
      />
      {children}
    </article>
  );
}
