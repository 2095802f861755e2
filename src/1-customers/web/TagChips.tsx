import { Tooltip } from 'antd';
import { Tag } from '#web/kit/Tag.tsx';
import styles from './TagChips.module.css';

type Chip = { id: string; name: string; group: string };

/** A few tags and how many more there are; all of them on hover. */
export function TagChips({ tags, most = 2 }: { tags: readonly Chip[]; most?: number }) {
  if (tags.length === 0) return <span className={styles.none}>–</span>;
  const shown = tags.length <= most + 1 ? tags : tags.slice(0, most);
  const rest = tags.slice(shown.length);
  return (
    <span className={styles.chips}>
      {shown.map(tag => (
        <Tag key={tag.id}>{tag.name}</Tag>
      ))}
      {rest.length > 0 && (
        <Tooltip title={rest.map(tag => tag.name).join('、')}>
          <span className={styles.rest}>+{rest.length}</span>
        </Tooltip>
      )}
    </span>
  );
}
