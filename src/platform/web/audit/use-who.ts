import { useTexts } from '../texts/index.ts';
import type { Entry } from './changes.ts';

/** Who did it: a member by name, else which part of Siyu. */
export function useWho(): (entry: Pick<Entry, 'actor' | 'actorName'>) => string {
  const t = useTexts();
  return ({ actor, actorName }) => {
    const [kind, number = ''] = actor.split(':');
    if (actorName) return actorName;
    if (kind === 'system') return t('audit.system');
    if (kind === 'cli') return t('audit.cli');
    if (kind === 'import') return t('audit.import', { number });
    if (kind === 'account') return t('audit.account');
    if (kind === 'key') return t('audit.key', { number });
    return actor;
  };
}
