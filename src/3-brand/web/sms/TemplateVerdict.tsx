import type { Wire } from '#web/api/client.ts';
import { useAsk } from '#web/api/queries.ts';
import { formatFen } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { useDebounced } from '#web/kit/use-debounced.ts';
import type { smsTemplateCheck, smsTemplateDraft } from '../../sms/contract.ts';
import { useTexts } from '../texts/index.ts';

/** What stands against a text, its length and its cost, while one writes it. */
export function TemplateVerdict({ accountId, kind, text }: Wire<typeof smsTemplateDraft>) {
  const t = useTexts();
  const settled = useDebounced(text.trim(), 400);
  const question = settled && accountId ? { accountId, kind, text: settled } : undefined;
  const { data } = useAsk<Wire<typeof smsTemplateCheck>>('/sms-templates/check', question);
  if (!question || !data) return null;
  const { issues, variables, characters, parts, costOfThousand } = data;
  const length = t('smsTemplates.partsOf', { characters, parts });
  const cost = t('smsTemplates.costOf', { amount: formatFen(costOfThousand) });
  return (
    <Notice kind={issues.length > 0 ? 'stop' : 'note'} title={[length, cost].join(t('smsTemplates.comma'))}>
      {issues.length === 0 && <p>{t('smsTemplates.fine')}</p>}
      {issues.map(({ code, words }) => (
        <p key={code}>{words}</p>
      ))}
      {variables.length > 0 && (
        <p>{t('smsTemplates.variables', { names: variables.join(t('smsTemplates.listComma')) })}</p>
      )}
    </Notice>
  );
}
