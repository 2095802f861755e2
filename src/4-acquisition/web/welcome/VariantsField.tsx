import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Card } from '../ordered/Card.tsx';
import { moved } from '../ordered/move.ts';
import { type Named, useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { sayVariant } from './say-variant.ts';
import { VariantFields } from './VariantFields.tsx';
import styles from './Variants.module.css';
import { blankVariant, takesAll, type VariantDraft } from './variants.ts';

type Props = {
  value: readonly VariantDraft[];
  onChange: (variants: readonly VariantDraft[]) => void;
  /** What customers see behind the member's name. */
  company: string | undefined;
  known?: readonly Named[];
  /** An official account speaks in its own name, and no member does. */
  speaker?: 'member' | 'account';
};

const MOST = 10;

/** Welcomes in the order in which they are tried: the first that fits is sent. */
export function VariantsField({ value, onChange, company, known = [], speaker = 'member' }: Props) {
  const t = useTexts();
  const members = [...useMembers(), ...known];
  const nameOf = (id: string) => members.find(one => one.id === id)?.name ?? '';
  const stop = value.findIndex(takesAll);
  return (
    <div>
      <ol>
        {value.map((variant, at) => (
          <Card
            key={variant.key}
            at={at}
            of={value.length}
            name={t('variants.name', { at: at + 1 })}
            said={sayVariant(variant, nameOf, t)}
            onMove={by => onChange(moved(value, at, by))}
            onRemove={() => onChange(value.filter(one => one.key !== variant.key))}
          >
            {stop >= 0 && at > stop && (
              <p className={styles.never}>{t('variants.never', { at: stop + 1 })}</p>
            )}
            <VariantFields
              value={variant}
              company={company}
              known={known}
              speaker={speaker}
              onChange={next => onChange(value.map(one => (one.key === variant.key ? next : one)))}
            />
          </Card>
        ))}
      </ol>
      <Button
        icon={<PlusOutlined />}
        disabled={value.length >= MOST}
        onClick={() => onChange([...value, blankVariant()])}
      >
        {t('variants.add')}
      </Button>
    </div>
  );
}
