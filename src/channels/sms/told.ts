import { z } from 'zod';
import { fromShanghai } from '#platform/clock.ts';

/** What became of one message, as the vendor pushes it. `reference`: our own id, where the vendor carries it. */
export type Receipt = {
  reference: string | undefined;
  /** The vendor's id of the message, or of the call it was part of. */
  id: string;
  /** As the vendor writes it, without a country where that is China. */
  number: string;
  delivered: boolean;
  code: string;
  at: Date | undefined;
  /** Parts it was billed as, where that is told. */
  parts: number | undefined;
};

/** What a customer answered. */
export type Reply = { number: string; text: string; at: Date | undefined; id: string };

export type Read = {
  receipts(body: unknown): readonly Receipt[] | undefined;
  replies(body: unknown): readonly Reply[] | undefined;
};

const text = z.union([z.string(), z.number()]).transform(value => String(value).slice(0, 500));
const number = text.pipe(z.string().min(5).max(30));

const aliyunReceipts = z
  .array(
    z.looseObject({
      phone_number: number,
      success: z.union([z.boolean(), z.stringbool()]),
      biz_id: text,
      out_id: text.nullish(),
      err_code: text.nullish(),
      report_time: text.nullish(),
      sms_size: z.coerce.number().int().min(0).max(100).nullish().catch(null),
    }),
  )
  .max(10_000);
const aliyunReplies = z
  .array(
    z.looseObject({
      phone_number: number,
      content: text.nullish(),
      send_time: text.nullish(),
      sequence_id: text.nullish(),
    }),
  )
  .max(10_000);

/** SmsReport and SmsUp: JSON arrays, times in Beijing's wall clock (help.aliyun.com). */
export const readAliyun: Read = {
  receipts: body =>
    aliyunReceipts.safeParse(body).data?.map(told => ({
      reference: told.out_id || undefined,
      id: told.biz_id,
      number: told.phone_number,
      delivered: told.success,
      code: told.err_code ?? '',
      at: wallTime(told.report_time),
      parts: told.sms_size ?? undefined,
    })),
  replies: body =>
    aliyunReplies.safeParse(body).data?.map(told => ({
      number: told.phone_number,
      text: told.content ?? '',
      at: wallTime(told.send_time),
      id: told.sequence_id ?? '',
    })),
};

const tencentReceipts = z
  .array(
    z.looseObject({
      mobile: number,
      nationcode: text.default('86'),
      report_status: z.enum(['SUCCESS', 'FAIL']),
      errmsg: text.nullish(),
      sid: text,
      user_receive_time: text.nullish(),
    }),
  )
  .max(10_000);
const tencentReply = z.looseObject({
  mobile: number,
  nationcode: text.default('86'),
  text: text.nullish(),
  time: z.coerce.number().int().positive().max(9_999_999_999).nullish().catch(null),
});

/** Receipts as an array, a reply as one object; neither carries our own id (cloud.tencent.com/document/product/382/59178). */
export const readTencent: Read = {
  receipts: body =>
    tencentReceipts.safeParse(body).data?.map(told => ({
      reference: undefined,
      id: told.sid,
      number: `+${told.nationcode}${told.mobile}`,
      delivered: told.report_status === 'SUCCESS',
      code: told.errmsg ?? '',
      at: wallTime(told.user_receive_time),
      parts: undefined,
    })),
  replies: body => {
    const told = z
      .union([tencentReply.transform(one => [one]), z.array(tencentReply).max(10_000)])
      .safeParse(body);
    return told.data?.map(({ nationcode, mobile, text: said, time }) => ({
      number: `+${nationcode}${mobile}`,
      text: said ?? '',
      at: time ? new Date(time * 1_000) : undefined,
      id: String(time ?? ''),
    }));
  },
};

/** `2026-06-03 10:00:00`, Beijing time. */
function wallTime(told: string | null | undefined): Date | undefined {
  const [, day, hour, minute, second] = /^(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(told ?? '') ?? [];
  if (!day) return undefined;
  const at = new Date(
    fromShanghai(day, Number(hour) * 60 + Number(minute)).getTime() + Number(second) * 1_000,
  );
  return Number.isNaN(at.getTime()) ? undefined : at;
}
