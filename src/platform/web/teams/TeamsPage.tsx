import { PageHeader } from '#web/kit/PageHeader.tsx';
import { useTexts } from '../texts/index.ts';

export default function TeamsPage() {
  const t = useTexts();
  return <PageHeader lead={t('teams.lead')} />;
}
