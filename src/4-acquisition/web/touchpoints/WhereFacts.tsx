import { Facts } from '#web/kit/Facts.tsx';
import { formatFen } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import type { Touchpoint } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

/** What is said of a place itself. */
export function WhereFacts({ touchpoint }: { touchpoint: Touchpoint }) {
  const t = useTexts();
  const { campaign, store, url, member, stopLoss } = touchpoint;
  const sources = touchpoint.orderSources
    .map(({ account, source }) =>
      source ? `${account.name} · ${source}` : t('touchpoints.everySource', { shop: account.name }),
    )
    .join(t('and'));
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
    { key: 'orderSources', value: sources },
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
