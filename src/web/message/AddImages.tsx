import { PictureOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef } from 'react';
import { useWrite } from '../api/queries.ts';
import { upload } from '../api/upload.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { useNotify } from '../kit/use-notify.tsx';

type Props = {
  id: string;
  /** There is room for no other. */
  isFull?: boolean;
  /** One picture at a time, the next in its place. */
  isOne?: boolean;
  /** What the button says, where it is not the usual. */
  label?: string;
  /** What is made of each picture before it is stored: smaller, where the platform wants it so. */
  prepare?: (file: File) => Promise<File>;
  /** The stored pictures, by their ids. */
  onAdded: (files: readonly string[]) => void;
};

/** The button that uploads pictures. */
export function AddImages({ id, isFull = false, isOne = false, label, prepare, onAdded }: Props) {
  const t = useWebTexts();
  const notify = useNotify();
  const picker = useRef<HTMLInputElement>(null);
  const add = useWrite(
    (files: readonly File[]) =>
      Promise.all(
        files.map(async chosen => {
          const file = (await prepare?.(chosen)) ?? chosen;
          return await upload<{ id: string }>('/images', file, { query: { name: file.name.slice(0, 200) } });
        }),
      ),
    { onDone: stored => onAdded(stored.map(({ id: file }) => file)), onProblem: notify.problem },
  );
  return (
    <>
      <input
        ref={picker}
        id={id}
        className="visually-hidden"
        tabIndex={-1}
        type="file"
        accept="image/png,image/jpeg"
        multiple={!isOne}
        onChange={event => {
          add.run([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Button
        icon={<PictureOutlined />}
        disabled={isFull}
        loading={add.isRunning}
        title={t('message.imageKinds')}
        onClick={() => picker.current?.click()}
      >
        {label ?? t(isOne ? 'message.pickImage' : 'message.add.image')}
      </Button>
    </>
  );
}
