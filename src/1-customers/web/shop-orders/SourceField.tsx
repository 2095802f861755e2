import { AutoComplete } from 'antd';
import type { accountView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';

type Props = { id?: string; value?: string; onChange?: (name: string) => void };

/** A shop that is there, or the name of a new one. */
export function SourceField({ id, value = '', onChange }: Props) {
  const shops = useShops();
  return (
    <AutoComplete
      {...(id && { id })}
      value={value}
      maxLength={60}
      options={shops.filter(({ name }) => name.includes(value)).map(({ name }) => ({ value: name }))}
      {...(onChange && { onChange })}
    />
  );
}

export function useShops() {
  const { data } = useRead<{ data: Wire<typeof accountView>[] }>('/accounts');
  return data?.data.filter(({ kind }) => kind === 'shop') ?? [];
}

/** As the server wants it: the id of a shop that has this name, otherwise the name. */
export function sourceOf(shops: readonly { id: string; name: string }[], name: string) {
  const known = shops.find(shop => shop.name === name.trim());
  return known ? { id: known.id } : { name: name.trim() };
}
