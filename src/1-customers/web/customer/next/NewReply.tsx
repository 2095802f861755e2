import { Checkbox, Input } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { AddressInput } from '#web/kit/AddressInput.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import type { Following } from './OfficialPanel.tsx';

type Props = { of: string; following: Following; onClose: () => void };

/** 回复: words, and a link as a card below them; within the window, and counted against it. */
export function NewReply({ of, following: { account, window }, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [textId, titleId, urlId] = [useId(), useId(), useId()];
  const [text, setText] = useState('');
  const [hasLink, setHasLink] = useState(false);
  const [link, setLink] = useState({ title: '', url: '' });
  const send = async () => {
    const body = { accountId: account.id, text: text.trim(), link: hasLink ? link : null };
    await api.post(`/customers/${of}/official-replies`, body);
    notify.done(t('official.sent'));
    await again('/customers');
  };
  const isLinkWhole = link.title.trim() !== '' && /^https?:\/\/\S+$/.test(link.url);
  const left = (window?.left ?? 0) - (hasLink ? 2 : 1);
  return (
    <ActModal
      title={t('official.replyBy', { name: account.name })}
      what={
        window &&
        t('official.replyWhat', {
          until: formatInstant(window.until),
          n: window.left,
          left: Math.max(0, left),
        })
      }
      act={t('official.send')}
      isBlocked={text.trim() === '' || (hasLink && !isLinkWhole) || left < 0}
      onAct={send}
      onClose={onClose}
    >
      <Labelled id={textId} label={t('official.text')}>
        <Input.TextArea
          id={textId}
          autoFocus
          maxLength={600}
          autoSize={{ minRows: 3, maxRows: 8 }}
          value={text}
          onChange={event => setText(event.target.value)}
        />
      </Labelled>
      <Checkbox checked={hasLink} onChange={event => setHasLink(event.target.checked)}>
        {t('official.withLink')}
      </Checkbox>
      {hasLink && (
        <>
          <Labelled id={titleId} label={t('official.linkTitle')}>
            <Input
              id={titleId}
              maxLength={64}
              value={link.title}
              onChange={event => setLink({ ...link, title: event.target.value })}
            />
          </Labelled>
          <Labelled id={urlId} label={t('official.linkUrl')}>
            <AddressInput id={urlId} value={link.url} onChange={url => setLink({ ...link, url })} />
          </Labelled>
        </>
      )}
    </ActModal>
  );
}
