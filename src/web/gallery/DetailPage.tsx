import { useParams } from '@tanstack/react-router';
import { PageHeader } from '../kit/PageHeader.tsx';
import { Columns, Panel } from '../kit/Panel.tsx';
import { TierTag } from '../kit/TierTag.tsx';
import { MissingPage } from '../shell/pages.tsx';
import { SampleFacts } from './SampleLook.tsx';
import { SAMPLES } from './sample.ts';
import { useTexts } from './texts/index.ts';

export default function DetailPage() {
  const t = useTexts();
  const { customerId } = useParams({ strict: false }) as { customerId?: string };
  const sample = SAMPLES.find(sample => sample.id === customerId);
  if (!sample) return <MissingPage />;
  return (
    <>
      <PageHeader title={sample.name} aside={<TierTag tier={sample.tier} />} />
      <Columns min={320}>
        <Panel title={t('detail.who')} tone="sheet">
          <SampleFacts sample={sample} />
        </Panel>
        <Panel title={t('detail.next')} tone="sheet">
          {t('detail.nextWhat')}
        </Panel>
      </Columns>
    </>
  );
}
