import { EllipsisOutlined, RollbackOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useEffect, useEffectEvent, useState } from 'react';
import { copy } from '#web/kit/CopyText.tsx';
import { MOD } from '#web/kit/use-hotkey.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { Group } from '../rule/draft.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Builder.module.css';
import { PasteRule } from './PasteRule.tsx';
import type { Draft } from './use-draft.ts';

type Props = {
  draft: Draft;
  /** More to do with a saved segment: its versions, putting it away. */
  more?: NonNullable<MenuProps['items']>;
};

/** Beside the title: a step back, a step forth, and the rule as JSON. */
export function BuilderActions({ draft, more = [] }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const [isPasting, setPasting] = useState(false);
  useUndoKeys(draft);
  const take = () =>
    void copy(JSON.stringify(draft.rule, null, 2)).then(() => notify.done(t('build.jsonCopied')));
  const items: MenuProps['items'] = [
    { key: 'copy', label: t('build.jsonCopy'), disabled: draft.rule === undefined, onClick: take },
    { key: 'paste', label: t('build.jsonPaste'), onClick: () => setPasting(true) },
    ...more,
  ];
  return (
    <>
      <Button
        icon={<RollbackOutlined />}
        disabled={!draft.undo}
        aria-label={t('build.undo')}
        title={t('build.undoHint', { key: `${MOD}+Z` })}
        onClick={draft.undo}
      />
      <Button
        icon={<RollbackOutlined className={styles.forth ?? ''} />}
        disabled={!draft.redo}
        aria-label={t('build.redo')}
        title={t('build.redoHint', { key: `${MOD}+Shift+Z` })}
        onClick={draft.redo}
      />
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button icon={<EllipsisOutlined />} aria-label={t('build.more')} title={t('build.more')} />
      </Dropdown>
      {isPasting && (
        <PasteRule onPaste={(root: Group) => draft.change(root)} onClose={() => setPasting(false)} />
      )}
    </>
  );
}

/** Undo belongs to the rule, but where somebody writes a name or a note it is the browser's. */
function useUndoKeys(draft: Draft): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isUndo = (event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'z';
    if (!isUndo || event.isComposing || isWriting(event.target)) return;
    event.preventDefault();
    (event.shiftKey ? draft.redo : draft.undo)?.();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea') && !target.closest('[data-node]');
}
