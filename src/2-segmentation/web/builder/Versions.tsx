import { Button, Drawer } from 'antd';
import type { RuleWire, segmentVersions } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Builder.module.css';

type Props = {
  segmentId: string;
  onLoad: (rule: RuleWire, version: number) => void;
  onClose: () => void;
};

/** What the rule was, version by version; any of them can be taken up again. */
export function Versions({ segmentId, onLoad, onClose }: Props) {
  const t = useTexts();
  const { data, error, refetch } = useRead<Wire<typeof segmentVersions>>(`/segments/${segmentId}/versions`);
  return (
    <Drawer open title={t('versions.title')} onClose={onClose} size={420}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bone height={96} />}
      <ol className={styles.versions}>
        {data?.data.map((one, at) => (
          <li key={one.version}>
            <p className={styles.versionHead}>
              <strong>{t('build.version', { version: one.version })}</strong>
              {at === 0 && <Tag tone="accent">{t('versions.now')}</Tag>}
              <span>
                {one.changedBy} · <DateTime at={one.changedAt} style="ago" />
              </span>
            </p>
            <p>{one.words}</p>
            {at > 0 && (
              <Button size="small" onClick={() => onLoad(one.rule, one.version)}>
                {t('versions.load')}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
