import type { Words } from '#platform/contract.ts';

export const WORDS = {
  next: { zh: '下一步', en: 'Next step' },
  talked: { zh: '记为已跟进', en: 'Note that you talked' },
  noted: { zh: '已记下，{day} 再联系', en: 'Noted; next on {day}' },
  kept: { zh: '已兑现', en: 'Kept it' },
  keptNoted: { zh: '已记下：承诺兑现', en: 'Noted: the promise was kept' },

  promises: { zh: '承诺与跟进', en: 'Promises and follow-up' },
  nextDay: { zh: '下次跟进', en: 'Next follow-up' },
  noDay: { zh: '没有安排', en: 'none set' },
  in1: { zh: '明天', en: 'Tomorrow' },
  in3: { zh: '3 天后', en: 'In 3 days' },
  in7: { zh: '7 天后', en: 'In 7 days' },
  in30: { zh: '30 天后', en: 'In 30 days' },
  clear: { zh: '取消', en: 'Clear' },
  set: { zh: '下次跟进：{day}', en: 'Next follow-up: {day}' },
  cleared: { zh: '已取消下次跟进', en: 'No follow-up is set any more' },
  last: { zh: '上次跟进：{day} {by}', en: 'Last time: {day}, {by}' },
  due: { zh: '{day} 前', en: 'by {day}' },
  late: { zh: '{day} 已过期', en: 'late: {day}' },
  noPromises: { zh: '没有未兑现的承诺', en: 'No promise is open' },
  make: { zh: '＋ 记下承诺', en: '+ Write a promise down' },
  what: { zh: '答应了什么', en: 'What was promised' },
  by: { zh: '哪天前', en: 'By when' },
  write: { zh: '记下', en: 'Write down' },
  made: { zh: '承诺已记下', en: 'The promise is written down' },
} as const satisfies Record<string, Words>;
