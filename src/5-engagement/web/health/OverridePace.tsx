import { DatePicker, Form, Input, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { fromWall } from '../wizard/quiet-hours.ts';
import type { Health } from './HealthPage.tsx';

type Props = { health: Health; member: { id: string; name: string } | undefined; onClose: () => void };
type Values = { pace: Health['pace']['pace']; until: Dayjs; reason: string };

const HOUR = 60 * 60_000;
/** As long as the server lets a word stand. */
const LONGEST = 14 * 24 * HOUR;
const DAY_FROM_NOW = 24 * HOUR;

/** How fast an account, or one of its members, sends: a person's word, with its reason and its end. */
export function OverridePace({ health, member, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const save = ({ pace, until, reason }: Values, key: string) =>
    api.post(
      `/accounts/${health.account.id}/pace-overrides`,
      { memberId: member?.id ?? null, pace, reason, until: fromWall(until.format('YYYY-MM-DD HH:mm')) },
      { key },
    );
  return (
    <EditDrawer<Values>
      title={t('health.override.title', { name: member?.name ?? health.account.name })}
      what={t('health.override.what')}
      initial={{ pace: 'slow', until: wall(DAY_FROM_NOW), reason: '' }}
      save={save}
      refresh={[`/accounts/${health.account.id}/health`, '/account-warnings', '/todos']}
      onSaved={() => notify.done(t('health.override.saved'))}
      onClose={onClose}
    >
      <Form.Item name="pace" label={t('health.override.pace')}>
        <Radio.Group
          vertical
          options={(['full', 'slow', 'paused'] as const).map(pace => ({
            value: pace,
            label: t(`health.pace.${pace}What`, { n: formatCount(health.slowPeople) }),
          }))}
        />
      </Form.Item>
      <Form.Item name="until" label={t('health.override.until')} extra={t('health.override.untilWhat')}>
        <DatePicker
          showTime={{ format: 'HH:mm', minuteStep: 15 }}
          format="YYYY-MM-DD HH:mm"
          allowClear={false}
          minDate={wall(0)}
          maxDate={wall(LONGEST)}
        />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('health.override.reason')}
        extra={t('health.override.reasonWhat')}
        rules={[{ required: true, whitespace: true, message: t('health.override.reasonMissing') }]}
      >
        <Input.TextArea rows={3} maxLength={200} showCount />
      </Form.Item>
    </EditDrawer>
  );
}

/** As the clock on the wall in Shanghai shows it, so long from now. */
const wall = (milliseconds: number) => dayjs(formatInstant(new Date(Date.now() + milliseconds)));
