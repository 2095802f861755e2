import { Select } from 'antd';
import type { Placed } from './tree.ts';

type Props = {
  teams: readonly Placed[];
  /** What no team is called here. */
  none: string;
  id?: string;
  value?: string | null;
  onChange?: (value: string | null) => void;
};

const NONE = '';

/** One of the teams or none, drawn as the tree they are. A control for a form's field. */
export function TeamSelect({ teams, none, value, onChange, ...rest }: Props) {
  const options = teams.map(({ id, name, depth }) => ({ value: id, label: `${'　'.repeat(depth)}${name}` }));
  return (
    <Select
      {...rest}
      value={value ?? NONE}
      onChange={next => onChange?.(next === NONE ? null : next)}
      options={[{ value: NONE, label: none }, ...options]}
      labelRender={({ label }) => String(label ?? none).trim()}
      showSearch={teams.length > 8 ? { optionFilterProp: 'label' } : false}
    />
  );
}
