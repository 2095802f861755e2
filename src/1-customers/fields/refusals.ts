import type { Words } from '#platform/contract.ts';
import type { ProblemKind } from '#platform/http/problem.ts';

/** What an identify call calls the customer's own columns and keys: no field goes by these. */
export const RESERVED_KEYS: ReadonlySet<string> = new Set([
  ...['phone', 'unionid', 'name', 'firstName', 'lastName', 'gender', 'birthday', 'lunarBirthday'],
  ...['province', 'city', 'address', 'avatar', 'email'],
]);

const kind = (code: string, status: number, title: Words, detail: Words): ProblemKind => ({
  code,
  status,
  title,
  detail,
});

export const BAD_KEY = kind(
  'field_key_bad',
  422,
  { zh: '字段标识不能用', en: 'The key cannot be used' },
  {
    zh: '字段标识「{key}」要以字母或汉字开头，只含字母、汉字、数字、_ 和 -，最多 40 个字。',
    en: 'The key “{key}” must begin with a letter and hold letters, digits, _ and - only, at most 40.',
  },
);
export const RESERVED_KEY = kind(
  'field_key_reserved',
  422,
  { zh: '字段标识已有别的意思', en: 'The key already means something' },
  {
    zh: '「{key}」是接入数据里的基本资料，请换一个标识。',
    en: '“{key}” is what incoming data calls something every customer has; choose another key.',
  },
);
export const KEY_TAKEN = kind(
  'field_key_taken',
  409,
  { zh: '字段标识已存在', en: 'The key is taken' },
  { zh: '已有字段使用标识「{key}」，请换一个。', en: 'Another field has the key “{key}”; choose another.' },
);
export const KEY_ARCHIVED = kind(
  'field_key_archived',
  409,
  { zh: '这个字段已停用', en: 'This field is archived' },
  {
    zh: '标识「{key}」属于一个已停用的字段，里面的资料还在；请重新启用它，或换一个标识。',
    en: 'The key “{key}” is an archived field’s, whose values are kept; restore it, or choose another key.',
  },
);
export const NAME_TAKEN = kind(
  'field_name_taken',
  409,
  { zh: '字段名称已存在', en: 'The name is taken' },
  { zh: '已有名为「{name}」的字段。', en: 'There already is a field named “{name}”.' },
);
export const TOO_MANY_FIELDS = kind(
  'too_many_fields',
  422,
  { zh: '字段太多', en: 'Too many fields' },
  {
    zh: '最多同时使用 {most} 个字段，请先停用不需要的。',
    en: 'At most {most} fields can be in use; archive those that are not needed.',
  },
);
export const NEEDS_OPTIONS = kind(
  'field_needs_options',
  422,
  { zh: '还没有选项', en: 'There are no options' },
  { zh: '单选和多选至少要有一个选项。', en: 'A field of choices needs at least one option.' },
);
export const TAKES_NO_OPTIONS = kind(
  'field_takes_no_options',
  422,
  { zh: '不需要选项', en: 'No options here' },
  { zh: '只有单选和多选有选项。', en: 'Only fields of choices have options.' },
);
export const OPTION_IN_USE = kind(
  'field_option_in_use',
  409,
  { zh: '选项有人在用', en: 'The option is in use' },
  {
    zh: '有 {people} 位客户选了「{option}」，不能删掉；没有保存任何内容。',
    en: '{people} customers have “{option}”; it cannot go. Nothing was saved.',
  },
);
export const NO_SUCH_OPTION = kind(
  'field_option_unknown',
  409,
  { zh: '没有这个选项', en: 'No such option' },
  {
    zh: '这个字段没有选项「{option}」，可能刚被改过，请刷新页面。',
    en: 'The field has no option “{option}”; it may just have been changed. Reload the page.',
  },
);
export const OPTION_TAKEN = kind(
  'field_option_taken',
  409,
  { zh: '选项重复', en: 'The option is there already' },
  {
    zh: '已有选项「{option}」，改名不能把两个选项合成一个。',
    en: 'There already is an option “{option}”; renaming does not make one of two.',
  },
);
export const UNKNOWN_FIELD = kind(
  'field_unknown',
  422,
  { zh: '没有这个字段', en: 'No such field' },
  {
    zh: '没有标识为「{key}」的字段，或已停用；没有保存任何内容。',
    en: 'There is no field with the key “{key}”, or it is archived. Nothing was saved.',
  },
);

/** A value that is none of its field, in the words of its fault. */
export function badValue(detail: Words): ProblemKind {
  return kind('field_value_bad', 422, { zh: '填写有误', en: 'The value does not fit' }, detail);
}
