import { Form, Input, InputNumber, Select } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { migrationBody } from '../../contract.ts';
import { type MigrationView, type Named, useMembers, useSegments, useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Migrations.module.css';
import { Preview } from './Preview.tsx';

type Body = Wire<typeof migrationBody>;
type Values = Omit<Body, 'accountId' | 'segmentId'> & { accountId?: string; segmentId?: string };
type Props = { migration?: MigrationView; onSaved?: (id: string) => void; onClose: () => void };

/** A plan, new or changed. One that has begun keeps its people and its account. */
export function EditMigration({ migration, onSaved, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const accounts = useWecomAccounts();
  // The only account is chosen from the start, so it must be known by then.
  if (!accounts) return null;
  const hasBegun = migration !== undefined && migration.status !== 'draft';
  const save = async (values: Values, key: string) => {
    if (migration) await api.put(`/buyer-migrations/${migration.id}`, values, { key });
    else onSaved?.((await api.post<{ id: string }>('/buyer-migrations', values, { key })).id);
  };
  return (
    <EditDrawer<Values>
      title={t(migration ? 'migrations.editTitle' : 'migrations.new')}
      what={!migration && t('migrations.newWhat')}
      initial={valuesOf(migration, accounts[0]?.id)}
      save={save}
      refresh={['/buyer-migrations']}
      onSaved={() => notify.done(t('migrations.saved'))}
      onClose={onClose}
    >
      {accounts.length === 0 && <Notice kind="advice" title={t('migrations.needsAccount')} />}
      <Whom accounts={accounts} hasBegun={hasBegun} />
      <Pace />
      {!hasBegun && <Preview />}
      <Lines />
    </EditDrawer>
  );
}

function Whom({ accounts, hasBegun }: { accounts: readonly Named[]; hasBegun: boolean }) {
  const t = useTexts();
  const members = useMembers();
  const segments = useSegments() ?? [];
  const needed = [{ required: true, message: t('migrations.missing') }];
  const named = (all: readonly Named[]) => all.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Form.Item name="name" label={t('migrations.name')} rules={[{ ...needed[0], whitespace: true }]}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="segmentId"
        label={t('migrations.segment')}
        extra={t('migrations.segmentHint')}
        rules={needed}
      >
        <Select showSearch optionFilterProp="label" disabled={hasBegun} options={named(segments)} />
      </Form.Item>
      <Form.Item
        name="accountId"
        label={t('migrations.account')}
        rules={needed}
        hidden={accounts.length === 1 && !hasBegun}
      >
        <Select disabled={hasBegun} options={named(accounts)} />
      </Form.Item>
      <Form.Item
        name="memberIds"
        label={t('migrations.members')}
        extra={t('migrations.membersHint')}
        rules={needed}
      >
        <Select mode="multiple" optionFilterProp="label" options={named(members)} />
      </Form.Item>
      <Form.Item
        name="greeting"
        label={t('migrations.greeting')}
        extra={t('migrations.greetingHint')}
        rules={[{ ...needed[0], whitespace: true }]}
      >
        <Input.TextArea maxLength={50} autoSize={{ minRows: 2 }} />
      </Form.Item>
    </>
  );
}

const PACE = [
  ['waveSize', 10_000],
  ['waveDays', 30],
  ['memberDay', 200],
  ['answerDays', 14],
] as const;
const LINES = [
  ['judgedFrom', 5, 1_000],
  ['minAccepted', 0, 100],
  ['maxRefused', 0, 100],
] as const;

function Pace() {
  return (
    <div className={styles.numbers}>
      {PACE.map(([name, max]) => (
        <Whole key={name} name={name} min={1} max={max} />
      ))}
    </div>
  );
}

function Lines() {
  const t = useTexts();
  return (
    <section className={styles.lines}>
      <h3>{t('migrations.lines')}</h3>
      <p>{t('migrations.linesHint')}</p>
      <div className={styles.numbers}>
        {LINES.map(([name, min, max]) => (
          <Whole key={name} name={name} min={min} max={max} />
        ))}
      </div>
    </section>
  );
}

type Number = (typeof PACE)[number][0] | (typeof LINES)[number][0];

function Whole({ name, min, max }: { name: Number; min: number; max: number }) {
  const t = useTexts();
  return (
    <Form.Item
      name={name}
      label={t(`migrations.${name}`)}
      rules={[{ required: true, message: t('migrations.missing') }]}
    >
      <InputNumber min={min} max={max} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  );
}

function valuesOf(migration: MigrationView | undefined, accountId: string | undefined): Values {
  if (!migration)
    return {
      ...{ name: '', memberIds: [], waveSize: 100, waveDays: 3, memberDay: 15, greeting: '', answerDays: 3 },
      ...{ minAccepted: 10, maxRefused: 10, judgedFrom: 30, ...(accountId && { accountId }) },
    };
  const { name, waveSize, waveDays, memberDay, greeting, answerDays, minAccepted, maxRefused, judgedFrom } =
    migration;
  return {
    ...{ name, waveSize, waveDays, memberDay, greeting, answerDays, minAccepted, maxRefused, judgedFrom },
    ...{ accountId: migration.account.id, segmentId: migration.segment.id },
    memberIds: migration.members.map(one => one.id),
  };
}
