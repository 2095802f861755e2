import { Input } from 'antd';
import type { AttributeName } from '../../../rules/vocabulary.contract.ts';
import type { DraftTest } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { MembersField, NamedField } from './MembersField.tsx';
import { NumberField, NumberFields } from './NumberFields.tsx';
import { type Choice, ValuesField } from './ValuesField.tsx';
import { WindowValues } from './WindowFields.tsx';

type Props = {
  test: DraftTest;
  /** `field` names the input typed into. */
  onChange: (test: DraftTest, field?: string) => void;
  isMoney?: boolean;
  isShare?: boolean;
  unit?: string | undefined;
  /** Whose values are suggested. */
  attribute?: AttributeName | undefined;
  /** Other suggestions, by value. */
  suggestions?: readonly Choice[] | undefined;
  /** There are no other values than these. */
  isClosed?: boolean;
};

/** The values of a test, after its kind. */
export function TestFields({
  test,
  onChange,
  isMoney = false,
  isShare = false,
  unit,
  attribute,
  suggestions,
  isClosed = false,
}: Props) {
  const t = useTexts();
  switch (test.is) {
    case 'at_least':
    case 'at_most':
    case 'exactly':
    case 'between':
      return <NumberFields test={test} onChange={onChange} isMoney={isMoney} isShare={isShare} unit={unit} />;
    case 'one_of':
    case 'includes':
      return (
        <ValuesField
          values={test.values}
          attribute={attribute}
          suggestions={suggestions}
          isClosed={isClosed}
          onChange={values => onChange({ ...test, values })}
        />
      );
    case 'contains':
      return (
        <Input
          className={styles.text ?? ''}
          size="small"
          aria-label={t('value.text')}
          maxLength={200}
          value={test.value}
          onChange={event => onChange({ ...test, value: event.target.value }, 'text')}
        />
      );
    case 'within':
      return (
        <WindowValues
          window={test.window}
          onChange={(window, field) => onChange({ ...test, window }, field)}
        />
      );
    case 'anniversary':
      return (
        <NumberField
          label={t('value.days')}
          unit={t('value.inDays')}
          value={test.days}
          onChange={days => onChange({ ...test, days }, 'days')}
        />
      );
    case 'any_team':
    case 'any_account':
      return <NamedField is={test.is} ids={test.ids} onChange={ids => onChange({ ...test, ids })} />;
    case 'any_member':
      return <MembersField ids={test.ids} onChange={ids => onChange({ ...test, ids })} />;
    default:
      return null;
  }
}
