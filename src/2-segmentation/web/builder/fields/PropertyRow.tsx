import { CloseOutlined } from '@ant-design/icons';
import { AutoComplete, Button } from 'antd';
import type { DraftTest, PropertyDraft } from '../../rule/draft.ts';
import { OF_PROPERTIES, operatorOf, type PropertyKind, testFor } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import type { Property } from '../use-vocabulary.ts';
import { OperatorSelect } from './OperatorSelect.tsx';
import { TestFields } from './TestFields.tsx';

type Props = {
  property: PropertyDraft;
  known: readonly Property[];
  /** Undefined takes the row away. */
  onChange: (property: PropertyDraft | undefined, field?: string) => void;
};

/** A property that the counted events must have. */
export function PropertyRow({ property: { property, test }, known, onChange }: Props) {
  const t = useTexts();
  const found = known.find(one => one.property === property);
  const operators = found ? OF_PROPERTIES[found.kind] : EVERYTHING;
  const name = (next: string) => {
    const kind = known.find(one => one.property === next)?.kind;
    onChange({ property: next, test: kind ? firstTest(kind, test) : test }, 'property');
  };
  return (
    <div className={styles.narrow}>
      <span className={styles.where}>{t('events.where')}</span>
      <PropertySelect value={property} known={known} onChange={name} />
      <OperatorSelect
        operators={operators}
        value={{ name: operatorOf(test), negated: false }}
        onChange={operator => onChange({ property, test: testFor(operator.name, test) })}
      />
      <TestFields
        test={test}
        suggestions={(found?.values ?? []).map(value => ({ value, name: value, label: value }))}
        onChange={(next, field) => onChange({ property, test: next }, field)}
      />
      <Button
        type="text"
        size="small"
        className={styles.menu ?? ''}
        icon={<CloseOutlined />}
        aria-label={t('events.removeWhere')}
        onClick={() => onChange(undefined)}
      />
    </div>
  );
}

const EVERYTHING = [
  ...new Map(
    Object.values(OF_PROPERTIES)
      .flat()
      .map(one => [one.name, one]),
  ).values(),
];

/** What was asked before, if it can be asked of this kind too. */
function firstTest(kind: PropertyKind, test: DraftTest): DraftTest {
  const [first] = OF_PROPERTIES[kind];
  const isAsked = OF_PROPERTIES[kind].some(({ name }) => name === test.is) && test.is !== 'present';
  return isAsked ? test : testFor(first?.name ?? 'present');
}

type SelectProps = { value: string; known: readonly Property[]; onChange: (property: string) => void };

/** A property by name; one that no event has had yet can be typed. */
export function PropertySelect({ value, known, onChange }: SelectProps) {
  const t = useTexts();
  return (
    <AutoComplete
      className={styles.property ?? ''}
      size="small"
      aria-label={t('events.property')}
      placeholder={t('events.chooseProperty')}
      popupMatchSelectWidth={180}
      options={known.map(({ property }) => ({ value: property }))}
      showSearch={{ filterOption: (typed, option) => String(option?.value).includes(typed) }}
      value={value}
      onChange={next => onChange((next ?? '').slice(0, 100))}
    />
  );
}
