import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import { PageLink } from './PageLink.tsx';
import styles from './QuickLook.module.css';
import { usePhone } from './use-phone.ts';

type Props = {
  /** What is looked at; undefined: nothing, the drawer is shut. Usually a field of the page's address. */
  of: string | undefined;
  title: ReactNode;
  /** The thing's own page. */
  to?: string;
  onClose: () => void;
  footer?: ReactNode;
  children: ReactNode;
};

/** A quick look at one row without leaving the list. */
export function QuickLook({ of, title, to, onClose, footer, children }: Props) {
  const t = useWebTexts();
  const isPhone = usePhone();
  return (
    <Drawer
      open={of !== undefined}
      onClose={onClose}
      title={title}
      placement={isPhone ? 'bottom' : 'right'}
      size={isPhone ? '88%' : 480}
      extra={
        to && (
          <PageLink to={to} className={styles.open}>
            {t('open')}
          </PageLink>
        )
      }
      footer={footer}
    >
      {children}
    </Drawer>
  );
}
