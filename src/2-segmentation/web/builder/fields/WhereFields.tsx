import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { PropertyDraft } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import type { Property } from '../use-vocabulary.ts';
import { PropertyRow } from './PropertyRow.tsx';

const MOST_PROPERTIES = 10;
const NEW: PropertyDraft = { property: '', test: { is: 'present' } };

type Change = (where: PropertyDraft[], field?: string) => void;
type Props = { where: readonly PropertyDraft[]; onChange: Change };

/** One more property that the events must have. */
export function AddWhere({ where, onChange }: Props) {
  const t = useTexts();
  if (where.length >= MOST_PROPERTIES) return null;
  return (
    <Button
      type="text"
      size="small"
      className={styles.addGroup ?? ''}
      icon={<PlusOutlined />}
      onClick={() => onChange([...where, NEW])}
    >
      {t('events.addWhere')}
    </Button>
  );
}

/** The properties that the events must have, a row each. */
export function WhereRows({ where, known, onChange }: Props & { known: readonly Property[] }) {
  return where.map((property, at) => (
    <PropertyRow
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows have no names of their own, and do not change places
      key={at}
      property={property}
      known={known}
      onChange={(next, field) =>
        onChange(
          where.flatMap((one, index) => (index === at ? (next ?? []) : one)),
          field && `${at} ${field}`,
        )
      }
    />
  ));
}
