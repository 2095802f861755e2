import { Button, DatePicker, Radio } from 'antd';
import dayjs from 'dayjs';
import { useLanguage } from '#web/i18n/i18n.ts';
import { formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { isDirect } from '../direct.ts';
import { PaceNotice } from '../health/PaceNotice.tsx';
import { useTexts } from '../texts/index.ts';
import { fromWall } from './quiet-hours.ts';
import styles from './SendStep.module.css';
import { saySending } from './say-sending.ts';
import type { StepProps } from './step.ts';

/** When, and the whole thing once more in sentences. */
export function SendStep({ draft, change, preview, when, limits }: StepProps) {
  const t = useTexts();
  const language = useLanguage();
  const hours = limits.hours ?? { from: '', to: '' };
  const isLater = when.at !== undefined;
  const sentences = preview.data && saySending(draft, preview.data, when.at, t);
  return (
    <div className={styles.send}>
      <fieldset className={styles.when}>
        <legend>{t(isDirect(draft.channel) ? 'wizard.whenSms' : 'wizard.when')}</legend>
        <Radio.Group
          vertical
          value={isLater ? 'later' : 'now'}
          onChange={event => change({ at: event.target.value === 'now' ? undefined : soon() })}
          options={[
            { value: 'now', label: t('wizard.now'), disabled: when.isQuietNow },
            { value: 'later', label: t('wizard.later') },
          ]}
        />
        {isLater && (
          <DatePicker
            showTime={{ format: 'HH:mm', minuteStep: 5 }}
            format="YYYY-MM-DD HH:mm"
            aria-label={t('wizard.later')}
            allowClear={false}
            value={dayjs(formatInstant(when.at ?? ''))}
            minDate={dayjs(formatInstant(new Date()))}
            onChange={time => time && change({ at: fromWall(time.format('YYYY-MM-DD HH:mm')).toISOString() })}
          />
        )}
      </fieldset>
      {when.isQuietNow && draft.at === undefined && when.at && (
        <Notice title={t('wizard.quietNow', { ...hours, next: formatInstant(when.at) })}>
          {t('wizard.quietWhat', hours)}
        </Notice>
      )}
      {when.quietUntil && (
        <Notice
          kind="stop"
          title={t('wizard.quietThen', hours)}
          actions={
            <Button size="small" onClick={() => change({ at: when.quietUntil?.toISOString() })}>
              {t('wizard.quietMove', { next: formatInstant(when.quietUntil) })}
            </Button>
          }
        >
          {t('wizard.quietWhat', hours)}
        </Notice>
      )}
      <PaceNotice accountId={draft.accountId} />
      <section className={styles.ready}>
        <h3>{t('wizard.readyTitle')}</h3>
        <p>{sentences?.join(language === 'en' ? ' ' : '')}</p>
      </section>
    </div>
  );
}

/** A first proposal: the next full hour but one. */
function soon(): string {
  const hour = 60 * 60_000;
  return new Date(Math.ceil(Date.now() / hour + 1) * hour).toISOString();
}
