import { Select } from 'antd';
import type { Named } from './reads.ts';
import { useMembers } from './reads.ts';

type Props = {
  id?: string;
  label?: string;
  value: readonly string[];
  onChange: (ids: string[]) => void;
  placeholder: string;
  /** Those chosen who work here no more are still to be named. */
  known?: readonly Named[];
};

/** Some of the members, by name. */
export function MembersSelect({ id, label, value, onChange, placeholder, known = [] }: Props) {
  const members = useMembers();
  const gone = known.filter(one => value.includes(one.id) && !members.some(member => member.id === one.id));
  return (
    <Select
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      mode="multiple"
      style={{ width: '100%' }}
      optionFilterProp="label"
      placeholder={placeholder}
      value={[...value]}
      onChange={onChange}
      options={[...members, ...gone].map(one => ({ value: one.id, label: one.name }))}
    />
  );
}
