import { createScript } from '#engagement';
import type { Story } from './story.ts';

/** What the bakery's members say again and again, as they would say it. */
const SCRIPTS = [
  [
    '打招呼',
    '刚加上',
    '{{name|您好}}，我是小满面包房的{{member|店员}}。想吃什么、忌口什么告诉我，新品出炉我先给您留一份。',
  ],
  ['打招呼', '好久不见', '{{name|您好}}，好久没见您来啦。最近店里换了季节款，您要是路过，我给您切一块尝尝。'],
  ['订单', '到店自取', '您订的面包已经装好，写着您的名字，今天 21 点前到店说手机尾号就能取。'],
  ['订单', '问问口感', '上次的{{lastProduct|面包}}还合口味吗？有哪里不满意直接跟我说，我转给师傅。'],
  ['活动', '生日蛋糕预订', '生日蛋糕请提前两天告诉我尺寸和口味，刻字不加钱。'],
  ['售后', '道歉和补救', '实在抱歉让您失望了。您看是重做一份给您送去，还是退款？今天就给您办好。'],
  ['售后', '开发票', '发票请把抬头和税号发我，开好后电子版发到这里。'],
] as const;

const CAKES = {
  kind: 'link',
  title: '生日蛋糕图册',
  url: 'https://example.com/cakes',
  description: '尺寸、口味和价格都在这里',
} as const;

export async function saveScripts({ platform, owner }: Story): Promise<void> {
  await platform.db.transaction().execute(async tx => {
    for (const [topic, title, text] of SCRIPTS)
      await createScript(tx, platform.clock, owner, {
        ...{ topic, title, text },
        attachments: title === '生日蛋糕预订' ? [CAKES] : [],
      });
  });
}
