import { PageHeader } from '../kit/PageHeader.tsx';
import { Colours, Controls, Figures, Tags } from './KitBasics.tsx';
import { Notices, People, States, Work } from './KitStates.tsx';
import { useTexts } from './texts/index.ts';

export default function KitPage() {
  const t = useTexts();
  return (
    <>
      <PageHeader lead={t('lead')} />
      <Colours />
      <Figures />
      <Tags />
      <Controls />
      <Notices />
      <People />
      <Work />
      <States />
    </>
  );
}
