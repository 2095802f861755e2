import { PageHeader } from '#web/kit/PageHeader.tsx';
import { useTexts } from '../texts/index.ts';
import { Company } from './Company.tsx';
import { Demo } from './Demo.tsx';
import { ForIt } from './ForIt.tsx';

/** 公司与数据: how the company is called, the way out of the demo, the doors for IT. */
export default function DataPage() {
  const t = useTexts();
  return (
    <>
      <PageHeader lead={t('data.lead')} />
      <Company />
      <Demo />
      <ForIt />
    </>
  );
}
