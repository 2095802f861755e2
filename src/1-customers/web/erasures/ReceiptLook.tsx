import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Money } from '#web/kit/Money.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useTexts } from '../texts/index.ts';
import type { Receipt } from './ErasuresPage.tsx';

const REMAINDERS = ['postgres_not_ours', 'clickhouse_not_ours', 'journal'] as const;

/** One receipt: each step with when it was done, what was kept, and what could not be cleared. */
export function ReceiptLook({ receipt, onClose }: { receipt: Receipt; onClose: () => void }) {
  const t = useTexts();
  const { counts } = receipt;
  const [before, after] = t('rights.receipts.keptOrders', { count: counts.orders ?? 0, paid: '\0' }).split(
    '\0',
  );
  const left = REMAINDERS.filter(code => receipt.remainder.includes(code));
  return (
    <QuickLook of={receipt.id} title={`${t('rights.receipts.number')} ${receipt.id}`} onClose={onClose}>
      <Facts
        facts={[
          {
            key: 'reason',
            label: t('rights.receipts.reason'),
            value: t(`rights.erase.reasons.${receipt.reason}`),
          },
          { key: 'asked', label: t('rights.receipts.asked'), value: <DateTime at={receipt.askedAt} /> },
          { key: 'by', label: t('rights.receipts.by'), value: receipt.actor },
          ...receipt.steps.map(({ step, doneAt }) => ({
            key: step,
            label: t(`rights.receipts.steps.${step}`),
            value: doneAt ? <DateTime at={doneAt} /> : t('rights.receipts.waiting'),
          })),
          {
            key: 'scrub',
            label: t('rights.receipts.scrub'),
            value: receipt.scrubbedAt ? <DateTime at={receipt.scrubbedAt} /> : t('rights.receipts.tonight'),
          },
          {
            key: 'kept',
            label: t('rights.receipts.kept'),
            value: (
              <>
                {before}
                <Money fen={counts.paid ?? 0} />
                {after}
              </>
            ),
          },
        ]}
      />
      {left.length > 0 && (
        <Notice kind="advice" title={t('rights.receipts.left')}>
          {left.map(code => (
            <p key={code}>{t(`rights.receipts.remainder.${code}`)}</p>
          ))}
        </Notice>
      )}
    </QuickLook>
  );
}
