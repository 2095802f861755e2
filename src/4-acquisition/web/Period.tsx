import { Segmented } from 'antd';
import { useTexts } from './texts/index.ts';

type Props = {
  value: string;
  choices: readonly { value: string; label: string }[];
  onChange: (days: string) => void;
};

/** Which days the figures look at. */
export function Period({ value, choices, onChange }: Props) {
  const t = useTexts();
  return (
    <Segmented
      size="small"
      aria-label={t('period.label')}
      value={value}
      onChange={onChange}
      options={[...choices]}
    />
  );
}
