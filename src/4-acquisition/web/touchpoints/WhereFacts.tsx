import { Facts } from '#web/kit/Facts.tsx';
import { formatFen } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import type { Touchpoint } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

/** What is said of a place itself. */
export function WhereFacts({ touchpoint }: { touchpoint: Touchpoint }) {
  const t = useTexts();
  const { campaign, store, url, member, stopLoss } = touchpoint;
  const address = url && (
    <a href={url} target="_blank" rel="noreferrer">
      {url}
    </a>
  );
  const facts = [
    { key: 'campaign', value: campaign },
    { key: 'store', value: store },
    { key: 'url', value: address },
    { key: 'member', value: member?.name },
    { key: 'stopLoss', value: stopLoss == null ? '' : formatFen(stopLoss) },
  ] as const;
  return (
    <Panel title={t('touchpoints.about')}>
      <Facts
        facts={facts.map(({ key, value }) => ({ key, label: t(`touchpoints.${key}`), value: value || '–' }))}
      />
    </Panel>
  );
}
