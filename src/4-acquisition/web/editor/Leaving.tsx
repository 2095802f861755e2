import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useTexts } from '../texts/index.ts';

/** Asks before somebody leaves what they have written and not saved; closing the tab asks in the browser's own words. */
export function Leaving({ isWritten }: { isWritten: boolean }) {
  const t = useTexts();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isWritten && current.pathname !== next.pathname,
    enableBeforeUnload: () => isWritten,
    withResolver: true,
  });
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('editor.leaveTitle')}
      okText={t('editor.leave')}
      okButtonProps={{ danger: true }}
      cancelText={t('editor.stay')}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t('editor.leaveWhat')}
    </Modal>
  );
}
