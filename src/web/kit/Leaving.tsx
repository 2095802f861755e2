import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useWebTexts } from '../i18n/i18n.ts';

/** Asks before somebody leaves what they have written and not saved; closing the tab asks in the browser's own words. */
export function Leaving({ isWritten }: { isWritten: boolean }) {
  const t = useWebTexts();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isWritten && current.pathname !== next.pathname,
    enableBeforeUnload: () => isWritten,
    withResolver: true,
  });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('leave.title')}
      okText={t('leave.act')}
      okButtonProps={{ danger: true }}
      cancelText={t('leave.stay')}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t('leave.what')}
    </Modal>
  );
}
