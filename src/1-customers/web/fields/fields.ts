import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { fieldList, fieldView } from '../../fields/contract.ts';

export type FieldView = Wire<typeof fieldView>;

/** The fields in use, in their order; none until they are there. */
export function useFieldsInUse(): readonly FieldView[] {
  const { data } = useRead<Wire<typeof fieldList>>('/customer-fields');
  return data?.data.filter(field => field.archivedAt === null) ?? [];
}
