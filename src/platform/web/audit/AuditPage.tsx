import { PageHeader } from '#web/kit/PageHeader.tsx';
import { useTexts } from '../texts/index.ts';

export default function AuditPage() {
  const t = useTexts();
  return <PageHeader lead={t('audit.lead')} />;
}
