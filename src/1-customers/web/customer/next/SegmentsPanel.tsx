import type { personSegmentsView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './SegmentsPanel.module.css';

/** The segments somebody is in now, and since when. */
export function SegmentsPanel({ of }: { of: Customer }) {
  const t = useTexts();
  const { data } = useRead<Wire<typeof personSegmentsView>>(`/customers/${of.id}/segments`);
  if (!data || data.data.length === 0) return null;
  return (
    <Panel title={t('inSegments')} tone="sheet">
      <ul className={styles.segments}>
        {data.data.map(segment => (
          <li key={segment.id}>
            <PageLink to={`/segments/${segment.id}/changes`}>{segment.name}</PageLink>
            {segment.since && <DateTime at={segment.since} style="ago" />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
