import { Select } from 'antd';

type Props = {
  id: string;
  value: readonly string[];
  onChange: (words: string[]) => void;
  placeholder?: string;
  className?: string | undefined;
};

const LONGEST = 20;

/** Words typed one after the other, as names of cities: nothing is offered, and each is cut to what is taken. */
export function WordsSelect({ id, value, onChange, placeholder, className = '' }: Props) {
  return (
    <Select
      id={id}
      mode="tags"
      open={false}
      suffixIcon={null}
      className={className}
      tokenSeparators={[',', '，', '、', ' ']}
      placeholder={placeholder}
      value={[...value]}
      onChange={(next: string[]) => onChange(next.map(word => word.trim().slice(0, LONGEST)).filter(Boolean))}
    />
  );
}
