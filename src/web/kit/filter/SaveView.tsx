import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useWebTexts } from '../../i18n/i18n.ts';
import { useProblemWords } from '../ErrorState.tsx';
import { Notice } from '../Notice.tsx';

type Props = { onSave: (name: string) => Promise<unknown>; onClose: () => void };

/** A name for the filters shown. */
export default function SaveView({ onSave, onClose }: Props) {
  const t = useWebTexts();
  const id = useId();
  const [name, setName] = useState('');
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const words = useProblemWords(problem);
  const save = () => {
    setSaving(true);
    onSave(name.trim()).then(onClose, (failure: unknown) => {
      setProblem(failure);
      setSaving(false);
    });
  };
  return (
    <Modal
      open
      title={t('views.saveTitle')}
      okText={t('views.submit')}
      okButtonProps={{ disabled: name.trim() === '', loading: isSaving }}
      onOk={save}
      onCancel={onClose}
    >
      <label htmlFor={id}>{t('views.name')}</label>
      <Input
        id={id}
        autoFocus
        maxLength={20}
        showCount
        value={name}
        onChange={event => setName(event.target.value)}
        onPressEnter={event => !event.nativeEvent.isComposing && name.trim() && save()}
      />
      {problem !== undefined && (
        <Notice kind="stop" title={words.title}>
          {words.detail}
        </Notice>
      )}
    </Modal>
  );
}
