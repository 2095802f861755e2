import { CloudOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useSession } from '#web/session/session.ts';
import type { corpTagView } from '../../contract.ts';
import { type Account, type TagGroup, useAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './TagsPage.module.css';

type State = Wire<typeof corpTagView>;

export type CorpTags = {
  of: (tagId: string) => readonly State[];
  /** The corps in which tags can be made. */
  corps: readonly Account[];
  /** Those of the group's tags that a corp does not have. */
  missing: (group: TagGroup, accountId: string) => TagGroup['tags'];
  canMake: (group: TagGroup) => boolean;
};

const WHILE_WAITING = 2_000;

/** Which tags are corp tags, and where they still can become some. */
export function useCorpTags(): CorpTags {
  const { can } = useSession();
  const { data } = useRead<{ data: State[] }>(
    can('segments:read') ? '/corp-tags' : undefined,
    {},
    { every: got => (got?.data.some(tag => tag.state === 'waiting') ? WHILE_WAITING : false) },
  );
  const corps = useAccounts('wecom').filter(account => account.status === 'active');
  const states = Map.groupBy(data?.data ?? [], state => state.tagId);
  const of = (tagId: string) => states.get(tagId) ?? [];
  const missing = (group: TagGroup, accountId: string) =>
    group.tags.filter(
      tag => !of(tag.id).some(state => state.accountId === accountId && state.state !== 'refused'),
    );
  const canMake = (group: TagGroup) => corps.some(corp => missing(group, corp.id).length > 0);
  return { of, corps, missing, canMake };
}

const ICONS = { linked: CloudOutlined, waiting: LoadingOutlined, refused: WarningOutlined };

/** A small sign at a tag that WeCom knows, or could not be told of. */
export function CorpMark({ states }: { states: readonly State[] }) {
  const t = useTexts();
  const [worst] = (['refused', 'waiting', 'linked'] as const).flatMap(
    kind => states.find(state => state.state === kind) ?? [],
  );
  if (!worst) return null;
  const Icon = ICONS[worst.state];
  const words = t(`tag.corp.${worst.state}`, { why: worst.why ?? '' });
  return (
    <Tooltip title={words}>
      <Icon className={styles.corp ?? ''} data-state={worst.state} aria-label={words} />
    </Tooltip>
  );
}
