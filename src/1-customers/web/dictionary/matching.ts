import type { Wire } from '#web/api/client.ts';
import type { eventDefinitionView } from '../../intake/contract.ts';

export type EventDefinition = Wire<typeof eventDefinitionView>;

/** Events whose name, own name, meaning or a property has the words in it. */
export function matching(rows: readonly EventDefinition[], q: string): EventDefinition[] {
  const words = q.trim().toLowerCase();
  return rows.filter(({ key, name, meaning, properties }) =>
    [key, name ?? '', meaning ?? '', ...properties.map(property => property.name)].some(text =>
      text.toLowerCase().includes(words),
    ),
  );
}
