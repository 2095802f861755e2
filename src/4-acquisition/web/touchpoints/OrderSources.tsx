import { Select } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { orderSourceChoice } from '../../contract.ts';
import { useTexts } from '../texts/index.ts';

type Choice = Wire<typeof orderSourceChoice>;
type Props = { of: string | undefined; value?: string[]; onChange?: (value: string[]) => void; id?: string };

/** A shop and a source of its orders as one value of a field. */
export const keyOf = (accountId: string, source: string) => `${accountId} ${source}`;
export function sourceIn(key: string): { accountId: string; source: string } {
  const at = key.indexOf(' ');
  return { accountId: key.slice(0, at), source: key.slice(at + 1) };
}

/** Which shops' orders, and of which of their sources, belong to a touchpoint; what is another's cannot be chosen. */
export function OrderSources({ of, value = [], onChange, id }: Props) {
  const t = useTexts();
  const { data, isLoading } = useRead<{ data: Choice[] }>('/order-sources');
  const options = (data?.data ?? []).map(({ account, source, touchpoint }) => {
    const name = source
      ? `${account.name} · ${source}`
      : t('touchpoints.everySource', { shop: account.name });
    const isTaken = touchpoint !== null && touchpoint.id !== of;
    const label = isTaken ? `${name} ${t('touchpoints.sourceTaken', { touchpoint: touchpoint.name })}` : name;
    return { value: keyOf(account.id, source), label, disabled: isTaken };
  });
  return (
    <Select
      {...(id && { id })}
      mode="multiple"
      loading={isLoading}
      optionFilterProp="label"
      value={value}
      onChange={next => onChange?.(next)}
      options={options}
    />
  );
}
