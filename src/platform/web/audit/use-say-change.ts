import { useTexts } from '../texts/index.ts';
import type { Change } from './changes.ts';
import { useKnownWords } from './use-known-words.ts';
import { useSayValue } from './use-say-value.ts';

/** A change as a sentence: 角色：成员 → 负责人. What has no words is said as the log has it. */
export function useSayChange(): (change: Change) => string {
  const t = useTexts();
  const known = useKnownWords();
  const value = useSayValue();
  return change => {
    const field = known('audit.fields', change.field) ?? change.field;
    if (change.kind === 'rewritten') return t('audit.rewritten', { field });
    if (change.kind === 'set') return t('audit.set', { field, to: value(change.field, change.value) });
    const [from, to] = [value(change.field, change.from), value(change.field, change.to)];
    return t('audit.changed', { field, from, to });
  };
}
