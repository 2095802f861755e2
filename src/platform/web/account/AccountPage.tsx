import { PageHeader } from '#web/kit/PageHeader.tsx';
import { useTexts } from '../texts/index.ts';
import { Look } from './Look.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { Who } from './Who.tsx';

/** 我的账号: what anybody may change about their own use of Siyu. */
export default function AccountPage() {
  const t = useTexts();
  return (
    <>
      <PageHeader lead={t('account.lead')} />
      <Who />
      <Look />
      <PasswordForm />
    </>
  );
}
