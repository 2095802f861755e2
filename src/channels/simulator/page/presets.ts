import type { Words } from '#platform/contract.ts';
import type { Fault, FaultDescription } from '../faults/faults.ts';

type Preset = Words & { path: 'faults' | 'tokens/expire'; body: FaultDescription | { as: 42001 } };

const MASS = 'externalcontact/add_msg_template';

/** Accidents worth having on a quiet afternoon. */
export const PRESETS: readonly Preset[] = [
  {
    zh: '下一次群发：做完了才断线',
    en: 'Next mass message: done, then cut off',
    path: 'faults',
    body: { kind: 'close_after', path: MASS, times: 1 },
  },
  {
    zh: '下一次群发：没做就断线',
    en: 'Next mass message: cut off before',
    path: 'faults',
    body: { kind: 'close_before', path: MASS, times: 1 },
  },
  {
    zh: '接下来 3 次调用：系统繁忙',
    en: 'Next 3 calls: system busy',
    path: 'faults',
    body: { kind: 'errcode', errcode: -1, times: 3 },
  },
  {
    zh: '60 秒内：接口超过频率限制',
    en: 'For 60 s: API rate limit',
    path: 'faults',
    body: { kind: 'errcode', errcode: 45009, forSeconds: 60 },
  },
  {
    zh: '每次应答慢 3 秒',
    en: 'Every answer 3 s late',
    path: 'faults',
    body: { kind: 'slow', milliseconds: 3_000 },
  },
  {
    zh: '回调丢一半',
    en: 'Lose half of the callbacks',
    path: 'faults',
    body: { kind: 'callback_drop', percent: 50 },
  },
  { zh: '回调推两次', en: 'Push callbacks twice', path: 'faults', body: { kind: 'callback_duplicate' } },
  { zh: '回调乱序', en: 'Callbacks out of order', path: 'faults', body: { kind: 'callback_reorder' } },
  {
    zh: '回调晚一分钟',
    en: 'Callbacks a minute late',
    path: 'faults',
    body: { kind: 'callback_delay', delaySeconds: 60 },
  },
  {
    zh: '下一个回调：签名是假的',
    en: 'Next callback: forged signature',
    path: 'faults',
    body: { kind: 'callback_wrong_signature', times: 1 },
  },
  {
    zh: '所有 access_token 立即失效',
    en: 'Expire every access_token now',
    path: 'tokens/expire',
    body: { as: 42001 },
  },
];

const KINDS: Record<Fault['kind'], Words> = {
  errcode: { zh: '接口返回 {detail}', en: 'The API answers {detail}' },
  close_before: { zh: '没做就断线', en: 'Cut off before the call' },
  close_after: { zh: '做完了才断线', en: 'Cut off after the call' },
  slow: { zh: '应答慢 {detail} 毫秒', en: 'Answers {detail} ms late' },
  callback_drop: { zh: '回调丢失', en: 'Callbacks lost' },
  callback_duplicate: { zh: '回调推两次', en: 'Callbacks twice' },
  callback_reorder: { zh: '回调乱序', en: 'Callbacks out of order' },
  callback_delay: { zh: '回调晚 {detail} 秒', en: 'Callbacks {detail} s late' },
  callback_wrong_signature: { zh: '回调签名是假的', en: 'Callbacks with forged signatures' },
  callback_wrong_receiveid: { zh: '回调的 receiveid 不对', en: 'Callbacks with a wrong receiveid' },
};

export function wordsOfFault(fault: Fault): Words {
  const detail =
    'errcode' in fault
      ? fault.errcode
      : 'milliseconds' in fault
        ? fault.milliseconds
        : 'delaySeconds' in fault
          ? fault.delaySeconds
          : '';
  const where =
    'path' in fault && fault.path !== '*' ? ` · ${fault.path.replace('externalcontact/', '')}` : '';
  const share = fault.percent < 100 ? ` · ${fault.percent}%` : '';
  const { zh, en } = KINDS[fault.kind];
  const fill = (words: string) => words.replace('{detail}', () => String(detail)) + where + share;
  return { zh: fill(zh), en: fill(en) };
}
