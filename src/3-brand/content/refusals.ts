import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import { type MessageContent, TEXT_BYTES } from './contract.ts';
import { unknownPlaces } from './render.ts';

const UNKNOWN_VARIABLE: ProblemKind = {
  code: 'message_unknown_variable',
  status: 422,
  title: { zh: '内容里有不认识的变量', en: 'Unknown variable in the text' },
  detail: {
    zh: '「{place}」不是可用的变量，客户会原样看到它。',
    en: '“{place}” is no variable; customers would read it as it stands.',
  },
};
const TEXT_TOO_LONG: ProblemKind = {
  code: 'message_text_too_long',
  status: 422,
  title: { zh: '内容太长', en: 'The text is too long' },
  detail: {
    zh: '企业微信最多 {max} 字节，现在是 {bytes} 字节（一个汉字占 3 字节）。',
    en: 'WeCom takes {max} bytes at most; the text has {bytes} (a Chinese character takes 3).',
  },
};

/** What WeCom would not take. @throws Problem message_text_too_long */
export function refuseTooLong({ text }: MessageContent): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > TEXT_BYTES) throw new Problem(TEXT_TOO_LONG, { bytes, max: TEXT_BYTES });
}

/** What customers would read as it stands. @throws Problem message_unknown_variable */
export function refuseUnknownPlaces(message: MessageContent): void {
  const [place] = unknownPlaces(message);
  if (place) throw new Problem(UNKNOWN_VARIABLE, { place });
}
