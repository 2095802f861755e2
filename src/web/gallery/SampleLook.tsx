import { Button } from 'antd';
import { DateTime } from '../kit/DateTime.tsx';
import { EmptyState } from '../kit/EmptyState.tsx';
import { Facts } from '../kit/Facts.tsx';
import { MaskedPhone } from '../kit/MaskedPhone.tsx';
import { Money } from '../kit/Money.tsx';
import { PageLink } from '../kit/PageLink.tsx';
import { QuickLook } from '../kit/QuickLook.tsx';
import { TierTag } from '../kit/TierTag.tsx';
import { SAMPLES, type Sample } from './sample.ts';
import { useTexts } from './texts/index.ts';

export function SampleLook({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const sample = SAMPLES.find(sample => sample.id === id);
  return (
    <QuickLook of={sample?.id} title={sample?.name} to={`/kit/list/${id}`} onClose={onClose}>
      {sample && <SampleFacts sample={sample} />}
    </QuickLook>
  );
}

export function SampleFacts({ sample }: { sample: Sample }) {
  const t = useTexts();
  const reveal = async () => sample.phone.replace('****', '0000');
  return (
    <Facts
      facts={[
        {
          key: 'phone',
          label: t('list.phone'),
          value: <MaskedPhone masked={sample.phone} whose={sample.name} onReveal={reveal} />,
        },
        { key: 'tier', label: t('list.tier'), value: <TierTag tier={sample.tier} /> },
        { key: 'spent', label: t('list.spent'), value: <Money fen={sample.spent} /> },
        { key: 'last', label: t('list.lastOrder'), value: <DateTime at={sample.lastOrder} style="ago" /> },
        { key: 'since', label: t('list.since'), value: <DateTime at={sample.since} style="day" /> },
      ]}
    />
  );
}

export function NoSamples({ size = 'block' }: { size?: 'block' | 'page' }) {
  const t = useTexts();
  return (
    <EmptyState
      size={size}
      title={t('list.emptyTitle')}
      what={t('list.emptyWhat')}
      action={<Button type="primary">{t('list.emptyDo')}</Button>}
      other={<PageLink to="/kit">{t('list.emptyOther')}</PageLink>}
    />
  );
}
