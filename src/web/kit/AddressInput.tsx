import { Input } from 'antd';

type Props = { id: string; value: string; onChange: (url: string) => void };

/** The address of a web page; what is pasted with spaces around it is taken without them. */
export function AddressInput({ id, value, onChange }: Props) {
  return (
    <Input
      id={id}
      inputMode="url"
      maxLength={2_048}
      placeholder="https://"
      value={value}
      onChange={event => onChange(event.target.value.trim())}
    />
  );
}
