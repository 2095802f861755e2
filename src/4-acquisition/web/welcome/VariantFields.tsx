import { Select } from 'antd';
import { OFFICIAL_TEXT_BYTES, TEXT_BYTES } from '#brand/variables';
import { Field } from '#web/kit/Field.tsx';
import { AttachmentsField } from '#web/message/AttachmentsField.tsx';
import { KINDS, OFFICIAL_KINDS } from '#web/message/attachment.ts';
import { PhonePreview } from '#web/message/PhonePreview.tsx';
import { TextField } from '#web/message/TextField.tsx';
import { MembersSelect } from '../MembersSelect.tsx';
import { HoursField } from '../ordered/HoursField.tsx';
import { type Named, useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { filled, filledCards } from './fill.ts';
import styles from './Variants.module.css';
import type { VariantDraft, Who } from './variants.ts';

const WHO = ['anybody', 'new', 'known', 'buyer'] as const satisfies readonly Who[];

type Props = {
  value: VariantDraft;
  onChange: (variant: VariantDraft) => void;
  company: string | undefined;
  known: readonly Named[];
  speaker: 'member' | 'account';
};

/** Whom it greets, when, of which members, with what; and how that looks. */
export function VariantFields({ value, onChange, company, known, speaker: by }: Props) {
  const { memberIds = [], message } = value;
  const members = [...useMembers(), ...known];
  const isMember = by === 'member';
  const speaker = isMember ? members.find(one => memberIds.includes(one.id))?.name : company;
  return (
    <div className={styles.variant}>
      <div className={styles.fields}>
        <Conditions value={value} onChange={onChange} known={known} speaker={by} />
        <TextField
          value={message.text}
          most={isMember ? TEXT_BYTES : OFFICIAL_TEXT_BYTES}
          onChange={text => onChange({ ...value, message: { ...message, text } })}
        />
        <AttachmentsField
          value={message.attachments ?? []}
          kinds={isMember ? KINDS : OFFICIAL_KINDS}
          onChange={attachments =>
            onChange({ ...value, message: { ...message, attachments: [...attachments] } })
          }
        />
      </div>
      <Look value={value} speaker={speaker} company={isMember ? company : undefined} />
    </div>
  );
}

function Conditions({ value, onChange, known, speaker }: Omit<Props, 'company'>) {
  const t = useTexts();
  const { who = 'anybody', from, to, memberIds = [] } = value;
  return (
    <div className={styles.conditions}>
      <Field label={t('variants.whom')} hint={t(`variants.means.${who}`)}>
        {id => (
          <Select
            id={id}
            className={styles.wide ?? ''}
            value={who}
            onChange={next => onChange({ ...value, who: next })}
            options={WHO.map(one => ({ value: one, label: t(`variants.who.${one}`) }))}
          />
        )}
      </Field>
      <HoursField value={{ from, to }} onChange={hours => onChange({ ...value, ...hours })} />
      {speaker === 'member' && (
        <Field label={t('variants.members')}>
          {id => (
            <MembersSelect
              id={id}
              value={memberIds}
              known={known}
              placeholder={t('variants.anyMember')}
              onChange={next => onChange({ ...value, memberIds: next })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

function Look({
  value,
  speaker,
  company,
}: {
  value: VariantDraft;
  speaker: string | undefined;
  company: string | undefined;
}) {
  const t = useTexts();
  const { who, message } = value;
  const member = speaker ?? t('variants.sampleMember');
  // Of somebody unknown there is only the name the platform tells, and the member's.
  const isKnown = who === 'known' || who === 'buyer';
  const sample = {
    name: t('variants.sampleName'),
    member,
    ...(isKnown && { city: t('variants.sampleCity') }),
  };
  return (
    <aside className={styles.look} aria-label={t('variants.preview')}>
      <h3>{t('variants.preview')}</h3>
      <PhonePreview
        text={filled(message.text, sample)}
        attachments={filledCards(message.attachments ?? [], sample)}
        sender={member}
        company={company}
      />
    </aside>
  );
}
