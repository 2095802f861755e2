import { useEffect, useRef } from 'react';
import { useWebTexts } from '../../i18n/i18n.ts';
import styles from './Palette.module.css';
import { type Item, optionId } from './search-items.ts';
import type { Group } from './use-items.ts';

type Props = {
  id: string;
  groups: readonly Group[];
  active: Item | undefined;
  query: string;
  onOpen: (item: Item, inNewTab?: boolean) => void;
};

export function Results({ id, groups, active, query, onOpen }: Props) {
  const t = useWebTexts();
  return (
    <div id={id} role="listbox" aria-label={t('palette.title')} className={styles.results}>
      {groups.map(group => (
        // biome-ignore lint/a11y/useSemanticElements: options of a listbox are grouped by role
        <div key={group.title} role="group" aria-label={group.title}>
          <div className={styles.heading} aria-hidden="true">
            {group.title}
          </div>
          {group.state === 'searching' && <p className={styles.note}>{t('palette.searching')}</p>}
          {group.state === 'failed' && (
            <p className={styles.note}>{t('palette.failed', { what: group.title })}</p>
          )}
          {group.items.map(item => (
            <Option
              key={item.key}
              id={optionId(id, item)}
              item={item}
              isActive={item === active}
              onOpen={onOpen}
            />
          ))}
        </div>
      ))}
      {groups.length === 0 && (
        <div className={styles.nothing}>
          <strong>{t('palette.nothing', { query })}</strong>
          <p>{t('palette.nothingHint')}</p>
        </div>
      )}
    </div>
  );
}

type OptionProps = { id: string; item: Item; isActive: boolean; onOpen: Props['onOpen'] };

function Option({ id, item, isActive, onOpen }: OptionProps) {
  const self = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isActive) self.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox that owns the list
    <div
      ref={self}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className={styles.option}
      onClick={event => onOpen(item, event.metaKey || event.ctrlKey)}
    >
      <span>{item.title}</span>
      {item.note && <span className={styles.aside}>{item.note}</span>}
    </div>
  );
}
