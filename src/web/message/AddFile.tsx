import { FileOutlined, VideoCameraOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef } from 'react';
import { useWrite } from '../api/queries.ts';
import { upload } from '../api/upload.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { useNotify } from '../kit/use-notify.tsx';
import type { Of } from './attachment.ts';

type Kind = 'video' | 'file';
type Props = {
  /** Of the input, where a label stands beside. */
  id?: string;
  kind: Kind;
  label?: string;
  isFull?: boolean;
  onAdded: (attachment: Of<Kind>) => void;
};

/** The button that uploads a video or a file. */
export function AddFile({ id, kind, label, isFull = false, onAdded }: Props) {
  const t = useWebTexts();
  const notify = useNotify();
  const picker = useRef<HTMLInputElement>(null);
  const add = useWrite(
    (file: File) =>
      upload<{ id: string; name: string }>('/attachments', file, {
        query: { kind, name: file.name.slice(-200) },
      }),
    { onDone: ({ id: file, name }) => onAdded({ kind, file, name }), onProblem: notify.problem },
  );
  return (
    <>
      <input
        ref={picker}
        id={id}
        className="visually-hidden"
        aria-label={t(`message.add.${kind}`)}
        tabIndex={-1}
        type="file"
        {...(kind === 'video' && { accept: 'video/mp4' })}
        onChange={event => {
          const [file] = event.target.files ?? [];
          if (file) add.run(file);
          event.target.value = '';
        }}
      />
      <Button
        icon={kind === 'video' ? <VideoCameraOutlined /> : <FileOutlined />}
        disabled={isFull}
        loading={add.isRunning}
        title={t(kind === 'video' ? 'message.videoKinds' : 'message.fileKinds')}
        onClick={() => picker.current?.click()}
      >
        {label ?? t(`message.add.${kind}`)}
      </Button>
    </>
  );
}
