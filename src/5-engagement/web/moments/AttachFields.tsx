import { CloseOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { BASE } from '#web/api/client.ts';
import { AddressInput } from '#web/kit/AddressInput.tsx';
import { Field } from '#web/kit/Field.tsx';
import { AddFile } from '#web/message/AddFile.tsx';
import { AddImages } from '#web/message/AddImages.tsx';
import { useTexts } from '../texts/index.ts';
import type { AttachKind, Draft } from './draft.ts';
import styles from './Editor.module.css';
import { shrink } from './shrink.ts';

type Props = { draft: Draft; change: (patch: Partial<Draft>) => void };

const MOST = 9;
const KINDS: readonly AttachKind[] = ['none', 'image', 'link', 'video'];

/** What hangs on it: one kind at a time. */
export function AttachFields(props: Props) {
  const t = useTexts();
  const { draft, change } = props;
  return (
    <>
      <Field label={t('moments.editor.attach')} hint={t('moments.editor.attachHint')}>
        {() => (
          <Segmented
            aria-label={t('moments.editor.attach')}
            value={draft.attach}
            onChange={attach => change({ attach })}
            options={KINDS.map(value => ({ value, label: t(`moments.editor.attachKind.${value}`) }))}
          />
        )}
      </Field>
      {draft.attach === 'image' && <Images {...props} />}
      {draft.attach === 'link' && <Link {...props} />}
      {draft.attach === 'video' && <Video {...props} />}
    </>
  );
}

function Images({ draft: { images }, change }: Props) {
  const t = useTexts();
  return (
    <Field label={t('moments.editor.attachKind.image')} hint={t('moments.editor.imageHint')}>
      {id => (
        <div className={styles.images}>
          {images.map(file => (
            <span key={file} className={styles.image}>
              <img src={`${BASE}/images/${file}`} alt="" />
              <Button
                size="small"
                type="text"
                icon={<CloseOutlined />}
                aria-label={t('moments.editor.remove')}
                onClick={() => change({ images: images.filter(one => one !== file) })}
              />
            </span>
          ))}
          <AddImages
            id={id}
            isFull={images.length >= MOST}
            prepare={shrink}
            onAdded={files => change({ images: [...new Set([...images, ...files])].slice(0, MOST) })}
          />
        </div>
      )}
    </Field>
  );
}

function Link({ draft: { link }, change }: Props) {
  const t = useTexts();
  const set = (patch: Partial<Draft['link']>) => change({ link: { ...link, ...patch } });
  return (
    <>
      <div className={styles.pair}>
        <Field label={t('moments.editor.linkTitle')} hint={t('moments.editor.linkTitleHint')}>
          {id => (
            <Input
              id={id}
              maxLength={64}
              value={link.title}
              onChange={event => set({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('moments.editor.linkUrl')}>
          {id => <AddressInput id={id} value={link.url} onChange={url => set({ url })} />}
        </Field>
      </div>
      <Field label={t('moments.editor.linkCover')}>
        {id => (
          <div className={styles.images}>
            {link.cover && (
              <span className={styles.image}>
                <img src={`${BASE}/images/${link.cover}`} alt="" />
              </span>
            )}
            <AddImages id={id} isOne prepare={shrink} onAdded={([cover]) => set({ cover })} />
          </div>
        )}
      </Field>
    </>
  );
}

function Video({ draft: { video }, change }: Props) {
  const t = useTexts();
  return (
    <Field label={t('moments.editor.attachKind.video')} hint={t('moments.editor.videoHint')}>
      {id => (
        <div className={styles.images}>
          {video && <span>{t('moments.editor.videoReady')}</span>}
          <AddFile
            id={id}
            kind="video"
            label={t(video ? 'moments.editor.changeVideo' : 'moments.editor.addVideo')}
            onAdded={({ file }) => change({ video: file })}
          />
        </div>
      )}
    </Field>
  );
}
