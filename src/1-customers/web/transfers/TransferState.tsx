import { Explain } from '#web/kit/Explain.tsx';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import { progressOf, type Transfer, type TransferView } from './transfer.ts';

export function TransferState({ of }: { of: Transfer }) {
  const t = useTexts();
  const isTroubled =
    of.state === 'ended' && progressOf(of.customers).trouble + progressOf(of.groups).trouble > 0;
  const tone = of.state === 'under_way' ? 'accent' : isTroubled ? 'advice' : 'plain';
  return <Tag tone={tone}>{t(`transfers.states.${of.state}`)}</Tag>;
}

type State = TransferView['people'][number]['state'];
const TONES: Partial<Record<State, Tone>> = {
  ...{ waiting: 'accent', asking: 'advice', refused: 'advice', full: 'advice', failed: 'advice' },
};

/** What became of one customer or group. */
export function FateTag({ state }: { state: State }) {
  const t = useTexts();
  const word = t(`transfers.fates.${state}`);
  return (
    <Tag tone={TONES[state] ?? 'plain'}>
      {state === 'asking' ? <Explain term={word} text={t('transfers.askingWhat')} /> : word}
    </Tag>
  );
}
