import { useNavigate } from '@tanstack/react-router';
import { Button, DatePicker, Input, Radio, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { EditorFrame, EditorRefusal } from '#web/kit/EditorFrame.tsx';
import { Field } from '#web/kit/Field.tsx';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import { useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { fromWall } from '../wizard/quiet-hours.ts';
import { useNow } from '../wizard/use-now.ts';
import { AttachFields } from './AttachFields.tsx';
import { Consequence } from './Consequence.tsx';
import { type Draft, missingIn, TEXT_MOST } from './draft.ts';
import styles from './Editor.module.css';
import { KINDS, useStaff, useTagOptions } from './reads.ts';
import { useSave } from './use-save.ts';

export type SectionProps = { draft: Draft; change: (patch: Partial<Draft>) => void };

/** A moment, new or changed, on one page; beside it how it looks and what it would do. */
export function MomentEditor({ initial, id }: { initial: Draft; id?: string | undefined }) {
  const t = useTexts();
  const [begun] = useState(initial);
  const [draft, setDraft] = useState(begun);
  const section = { draft, change: (patch: Partial<Draft>) => setDraft(now => ({ ...now, ...patch })) };
  const save = useSave(id);
  return (
    <EditorFrame
      isWritten={draft !== begun}
      aside={<Consequence draft={draft} draftId={id} />}
      asideLabel={t('moments.consequence.title')}
      asideBelow={2}
      foot={
        <>
          <EditorRefusal
            problem={save.problem}
            late=""
            theirs={undefined}
            isRunning={save.isRunning}
            onOverwrite={() => undefined}
          />
          <Foot draft={draft} id={id} save={save} />
        </>
      }
    >
      <Panel title={t('moments.editor.what')}>
        <div className={styles.stack}>
          <KindAndText {...section} />
          <AttachFields {...section} />
        </div>
      </Panel>
      <Panel title={t('moments.editor.who')}>
        <div className={styles.stack}>
          <Who {...section} />
        </div>
      </Panel>
      <Panel title={t('moments.editor.time')}>
        <When {...section} />
      </Panel>
    </EditorFrame>
  );
}

type FootProps = { draft: Draft; id: string | undefined; save: ReturnType<typeof useSave> };

function Foot({ draft, id, save }: FootProps) {
  const t = useTexts();
  const tWeb = useWebTexts();
  const navigate = useNavigate();
  const { can } = useSession();
  const missing = missingIn(draft, useNow());
  return (
    <div className={styles.foot}>
      <span className={styles.missing}>
        {missing && tWeb('wizard.missing', { what: t(`moments.editor.missing.${missing}`) })}
      </span>
      <Button type="text" onClick={() => void navigate({ to: id ? `/moments/${id}` : '/moments' })}>
        {t('moments.editor.cancel')}
      </Button>
      <Button
        disabled={missing !== undefined && missing !== 'past'}
        loading={save.isRunning}
        onClick={() => save.run({ draft, hand: false })}
      >
        {t('moments.editor.save')}
      </Button>
      {can('broadcasts:send') && (
        <Button
          type="primary"
          disabled={missing !== undefined}
          loading={save.isRunning}
          onClick={() => save.run({ draft, hand: true })}
        >
          {t(draft.at ? 'moments.editor.schedule' : 'moments.editor.hand')}
        </Button>
      )}
    </div>
  );
}

function KindAndText({ draft, change }: SectionProps) {
  const t = useTexts();
  const used = [...draft.text].length;
  return (
    <>
      <Field label={t('moments.editor.kind')} hint={t(`moments.kindWhat.${draft.kind}`)}>
        {() => (
          <Segmented
            aria-label={t('moments.editor.kind')}
            value={draft.kind}
            onChange={kind => change({ kind })}
            options={KINDS.map(value => ({ value, label: t(`moments.kind.${value}`) }))}
          />
        )}
      </Field>
      <Field
        label={t('moments.text')}
        hint={t('moments.editor.textHint')}
        aside={
          <span className={styles.count} data-over={used > TEXT_MOST}>
            {t('moments.editor.textCount', { used: formatCount(used), max: formatCount(TEXT_MOST) })}
          </span>
        }
      >
        {id => (
          <Input.TextArea
            id={id}
            autoSize={{ minRows: 4, maxRows: 14 }}
            status={used > TEXT_MOST ? 'error' : ''}
            value={draft.text}
            onChange={event => change({ text: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Who({ draft, change }: SectionProps) {
  const t = useTexts();
  const accounts = useWecomAccounts() ?? [];
  const { members, teams } = useStaff();
  const tags = useTagOptions();
  const common = { mode: 'multiple' as const, className: styles.wide ?? '', optionFilterProp: 'label' };
  return (
    <>
      {accounts.length > 1 && (
        <Field label={t('moments.editor.account')}>
          {id => (
            <Select
              id={id}
              className={styles.wide ?? ''}
              value={draft.accountId ?? null}
              onChange={accountId => change({ accountId: accountId ?? undefined })}
              options={accounts.map(({ id: value, name: label }) => ({ value, label }))}
            />
          )}
        </Field>
      )}
      <div className={styles.pair}>
        <Field label={t('moments.editor.members')} hint={t('moments.editor.membersHint')}>
          {id => (
            <Select
              {...common}
              id={id}
              placeholder={t('moments.editor.allMembers')}
              value={[...draft.memberIds]}
              onChange={memberIds => change({ memberIds })}
              options={members}
            />
          )}
        </Field>
        {teams.length > 0 && (
          <Field label={t('moments.editor.teams')}>
            {id => (
              <Select
                {...common}
                id={id}
                placeholder={t('moments.editor.allTeams')}
                value={[...draft.teamIds]}
                onChange={teamIds => change({ teamIds })}
                options={teams}
              />
            )}
          </Field>
        )}
      </div>
      <Field label={t('moments.editor.tags')} hint={t('moments.editor.tagsHint')}>
        {id => (
          <Select
            {...common}
            id={id}
            placeholder={t('moments.editor.allTags')}
            value={[...draft.tagIds]}
            onChange={tagIds => change({ tagIds: tagIds.slice(0, 100) })}
            options={tags}
          />
        )}
      </Field>
    </>
  );
}

function When({ draft, change }: SectionProps) {
  const t = useTexts();
  const soon = () => new Date(Math.ceil(Date.now() / HOUR + 1) * HOUR).toISOString();
  return (
    <div className={styles.images}>
      <Radio.Group
        value={draft.at === undefined ? 'now' : 'later'}
        onChange={event => change({ at: event.target.value === 'now' ? undefined : soon() })}
        options={[
          { value: 'now', label: t('moments.editor.now') },
          { value: 'later', label: t('moments.editor.later') },
        ]}
      />
      {draft.at !== undefined && (
        <DatePicker
          showTime={{ format: 'HH:mm', minuteStep: 5 }}
          format="YYYY-MM-DD HH:mm"
          aria-label={t('moments.editor.later')}
          allowClear={false}
          value={dayjs(formatInstant(draft.at))}
          minDate={dayjs(formatInstant(new Date()))}
          onChange={time => time && change({ at: fromWall(time.format('YYYY-MM-DD HH:mm')).toISOString() })}
        />
      )}
    </div>
  );
}
const HOUR = 3_600_000;
