import { useNavigate } from '@tanstack/react-router';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Wizard } from '#web/kit/Wizard.tsx';
import { useTexts } from '../texts/index.ts';
import { ChooseFile } from './ChooseFile.tsx';
import { useStepTitles } from './use-step-titles.ts';

/** The first step of an import: a file. What it is and where it goes is asked on the import's own page. */
export default function NewImportPage() {
  const t = useTexts();
  const navigate = useNavigate();
  const titles = useStepTitles();
  const open = (id: string) => void navigate({ to: `/imports/${id}`, search: { step: '1' } as never });
  return (
    <>
      <PageHeader lead={t('imports.newLead')} />
      <Wizard
        at={0}
        onStep={() => undefined}
        steps={titles.map((title, at) => ({
          key: title,
          title,
          content: at === 0 && <ChooseFile onUploaded={open} />,
          missing: t('imports.fileMissing'),
        }))}
        consequence={<p>{t('imports.nothingYet')}</p>}
        finish={{ label: t('imports.do'), run: () => undefined }}
        onCancel={() => void navigate({ to: '/imports' })}
      />
    </>
  );
}
