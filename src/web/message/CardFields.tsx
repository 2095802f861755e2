import { Input } from 'antd';
import { useId } from 'react';
import { CARD_BYTES } from '#brand/variables';
import { BASE } from '../api/client.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { AddressInput } from '../kit/AddressInput.tsx';
import { Field } from '../kit/Field.tsx';
import { AddImages } from './AddImages.tsx';
import styles from './AttachmentsField.module.css';
import { cardBytes, isAppId, type Of } from './attachment.ts';

type Props<K extends 'link' | 'miniprogram'> = { value: Of<K>; onChange: (card: Of<K>) => void };

/** A web page as a card. */
export function LinkFields({ value, onChange }: Props<'link'>) {
  const t = useWebTexts();
  const field = (key: 'title' | 'description', label: string, most: number) => (
    <Line
      label={label}
      most={most}
      value={value[key] ?? ''}
      onChange={text => onChange({ ...value, [key]: text })}
    />
  );
  return (
    <div className={styles.card}>
      {field('title', t('message.linkTitle'), CARD_BYTES.linkTitle)}
      <Field label={t('message.linkUrl')}>
        {id => <AddressInput id={id} value={value.url} onChange={url => onChange({ ...value, url })} />}
      </Field>
      {field('description', t('message.linkDescription'), CARD_BYTES.linkDescription)}
      <Cover
        label={t('message.linkPicture')}
        file={value.picture ?? ''}
        onChange={picture => onChange({ ...value, picture })}
      />
    </div>
  );
}

/** A page of a mini program as a card. */
export function MiniprogramFields({ value, onChange }: Props<'miniprogram'>) {
  const t = useWebTexts();
  const { title, appId, page, cover } = value;
  const isWrong = appId !== '' && !isAppId(appId);
  return (
    <div className={styles.card}>
      <Line
        label={t('message.miniprogramTitle')}
        most={CARD_BYTES.miniprogramTitle}
        value={title}
        onChange={text => onChange({ ...value, title: text })}
      />
      <Field
        label={t('message.appId')}
        hint={t(isWrong ? 'message.appIdWrong' : 'message.appIdHint')}
        isWrong={isWrong}
      >
        {id => (
          <Input
            id={id}
            maxLength={40}
            placeholder="wx…"
            status={isWrong ? 'error' : ''}
            value={appId}
            onChange={event => onChange({ ...value, appId: event.target.value.trim() })}
          />
        )}
      </Field>
      <Field label={t('message.page')} hint={t('message.pageHint')}>
        {id => (
          <Input
            id={id}
            maxLength={1_024}
            value={page}
            onChange={event => onChange({ ...value, page: event.target.value })}
          />
        )}
      </Field>
      <Cover
        label={t('message.cover')}
        hint={t('message.coverHint')}
        file={cover}
        onChange={file => onChange({ ...value, cover: file })}
      />
    </div>
  );
}

type LineProps = {
  label: string;
  value: string;
  /** How many bytes the platform takes. */
  most: number;
  onChange: (text: string) => void;
};

function Line({ label, value, most, onChange }: LineProps) {
  const t = useWebTexts();
  const bytes = cardBytes(value);
  const isOver = bytes > most;
  return (
    <Field label={label} hint={isOver && t('message.tooLong', { max: most, bytes })} isWrong={isOver}>
      {id => (
        <Input
          id={id}
          maxLength={most}
          status={isOver ? 'error' : ''}
          value={value}
          onChange={event => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

type CoverProps = { label: string; hint?: string; file: string; onChange: (file: string) => void };

function Cover({ label, hint, file, onChange }: CoverProps) {
  const t = useWebTexts();
  const id = useId();
  return (
    <div className={styles.cover}>
      {file !== '' && <img src={`${BASE}/images/${file}`} alt="" />}
      <div>
        <p>{label}</p>
        {hint && <p className={styles.soft}>{hint}</p>}
        <AddImages
          id={id}
          isOne
          {...(file !== '' && { label: t('message.changeImage') })}
          onAdded={([added]) => added && onChange(added)}
        />
      </div>
    </div>
  );
}
