import type { Words } from '#platform/contract.ts';
import type { LogRow } from '../recorder/reading.ts';
import { timeOf } from './format.ts';
import { type Html, html } from './html.ts';
import { lastLines, type View } from './view.ts';

/** The live log, newest first, in sentences. */
export function logPart(view: View): Html {
  const lines = lastLines(view.simulation);
  const rows = lines.map(
    line => html`<li class="${line.kind} ${line.kind === 'call' && line.errcode !== 0 && 'refused'}">
      <time>${timeOf(new Date(line.at), 'seconds')}</time><span>${sentence(view, line)}</span></li>`,
  );
  return html`<h2>${view.say('log')}</h2>${
    rows.length > 0 ? html`<ol class="log">${rows}</ol>` : html`<p class="muted">${view.say('noLog')}</p>`
  }`;
}

function sentence(view: View, line: LogRow): Html {
  const { lang } = view.choice;
  if (line.kind === 'call') return called(view, line);
  if (line.kind === 'callback') {
    const [, change = line.what] = line.what.split('.');
    return html`${lang === 'zh' ? '回调' : 'Callback'} <code>${change}</code> <b>${OUTCOMES[String(line.detail.outcome)]?.[lang] ?? String(line.detail.outcome)}</b>`;
  }
  return html`${tell(view, line)}`;
}

/** What the call was for, and how it went: as a word when it went well, as the platform's code when it did not. */
function called(view: View, line: LogRow): Html {
  const words = PATHS[line.what]?.[view.choice.lang] ?? line.what.replace('externalcontact/', '');
  const result =
    line.errcode === null ? view.say('noAnswer') : line.errcode === 0 ? view.say('succeeded') : line.errcode;
  const cut = Array.isArray(line.detail.faults) && line.detail.faults.includes('close_after');
  return html`<span title="${line.what}">${words}</span> <b>${result}</b>${cut && html` <b class="cut">${view.say('noAnswer')}</b>`}`;
}

const PATHS: Record<string, Words> = {
  gettoken: { zh: '获取 access_token', en: 'Get a token' },
  'user/list': { zh: '读取部门成员', en: 'List members' },
  'user/simplelist': { zh: '读取部门成员', en: 'List members' },
  'user/get': { zh: '读取成员', en: 'Read a member' },
  'user/list_id': { zh: '读取成员 ID', en: 'List member ids' },
  'department/list': { zh: '读取部门', en: 'List departments' },
  'department/simplelist': { zh: '读取部门 ID', en: 'List department ids' },
  'department/get': { zh: '读取部门', en: 'Read a department' },
  'auth/getuserinfo': { zh: '读取登录的成员', en: 'Who signs in' },
  get_jsapi_ticket: { zh: '获取企业 jsapi_ticket', en: 'Get the corp’s ticket' },
  'ticket/get': { zh: '获取应用 jsapi_ticket', en: 'Get the app’s ticket' },
  'externalcontact/get_follow_user_list': { zh: '读取客户联系成员', en: 'List members with customers' },
  'externalcontact/list': { zh: '读取客户列表', en: 'List customers' },
  'externalcontact/get': { zh: '读取客户详情', en: 'Read a customer' },
  'externalcontact/batch/get_by_user': { zh: '批量读取客户', en: 'Read customers' },
  'externalcontact/remark': { zh: '修改客户备注', en: 'Edit a remark' },
  'externalcontact/get_corp_tag_list': { zh: '读取企业标签', en: 'List tags' },
  'externalcontact/add_corp_tag': { zh: '新建企业标签', en: 'Add tags' },
  'externalcontact/edit_corp_tag': { zh: '编辑企业标签', en: 'Edit a tag' },
  'externalcontact/del_corp_tag': { zh: '删除企业标签', en: 'Delete tags' },
  'externalcontact/mark_tag': { zh: '给客户打标签', en: 'Tag a customer' },
  'externalcontact/add_msg_template': { zh: '创建企业群发', en: 'Create a mass message' },
  'externalcontact/get_groupmsg_list_v2': { zh: '读取群发记录', en: 'List mass messages' },
  'externalcontact/get_groupmsg_task': { zh: '读取群发任务', en: 'Read tasks' },
  'externalcontact/get_groupmsg_send_result': { zh: '读取发送结果', en: 'Read results' },
  'externalcontact/remind_groupmsg_send': { zh: '提醒成员群发', en: 'Remind members' },
  'externalcontact/cancel_groupmsg_send': { zh: '停止企业群发', en: 'Stop a mass message' },
  'media/upload_attachment': { zh: '上传朋友圈附件', en: 'Upload for moments' },
  'externalcontact/add_moment_task': { zh: '创建客户朋友圈', en: 'Create a moment' },
  'externalcontact/get_moment_task_result': { zh: '查询朋友圈创建结果', en: 'Ask for a moment’s job' },
  'externalcontact/get_moment_list': { zh: '读取朋友圈列表', en: 'List moments' },
  'externalcontact/get_moment_task': { zh: '读取朋友圈发表情况', en: 'Who has published' },
  'externalcontact/get_moment_customer_list': { zh: '读取朋友圈可见范围', en: 'Whom a moment is for' },
  'externalcontact/get_moment_send_result': { zh: '读取朋友圈可见客户', en: 'Who sees a moment' },
  'externalcontact/get_moment_comments': { zh: '读取朋友圈互动', en: 'Likes and comments' },
  'externalcontact/cancel_moment_task': { zh: '停止发表朋友圈', en: 'Stop a moment' },
};

const OUTCOMES: Record<string, Words> = {
  delivered: { zh: '已送达', en: 'delivered' },
  dropped: { zh: '已丢弃', en: 'dropped' },
};

const ACTIONS: Record<string, Words> = {
  confirm: { zh: '{member}确认发送，送达 {delivered}', en: '{member} sent, {delivered} delivered' },
  publish: {
    zh: '{member}发表朋友圈，{shown} 位客户可见',
    en: '{member} published a moment, in {shown} feeds',
  },
  like: { zh: '{customer}赞了{member}的朋友圈', en: '{customer} liked {member}’s moment' },
  comment: {
    zh: '{customer}评论{member}的朋友圈：{text}',
    en: '{customer} wrote under {member}’s moment: {text}',
  },
  add: { zh: '{customer}添加了{member}', en: '{customer} added {member}' },
  customer_deletes: { zh: '{customer}删除了{member}', en: '{customer} deleted {member}' },
  member_deletes: { zh: '{member}删除了{customer}', en: '{member} deleted {customer}' },
  member_edits: { zh: '{member}修改了{customer}的备注或标签', en: '{member} edited {customer}' },
  reply: { zh: '{customer}回复{member}：{text}', en: '{customer} answered {member}: {text}' },
  chat_message: { zh: '{member}发给{customer}：{text}', en: '{member} to {customer}: {text}' },
  authorize: { zh: '{member}用企业微信登录', en: '{member} signed in with WeCom' },
  mute: { zh: '{customer}把{member}设为免打扰', en: '{customer} muted {member}' },
  member_created: { zh: '{member}加入企业', en: '{member} joined' },
  member_updated: { zh: '{member}的资料有变', en: '{member} changed' },
  member_dismissed: { zh: '{member}离职', en: '{member} left' },
  tag_create: { zh: '后台新建了标签', en: 'A tag was made in the console' },
  tag_update: { zh: '后台修改了标签', en: 'A tag was changed in the console' },
  tag_delete: { zh: '后台删除了标签', en: 'A tag was deleted in the console' },
  tag_shuffle: { zh: '后台调整了标签顺序', en: 'Tags were put in another order' },
};

function tell({ choice, nameOf }: View, line: LogRow): string {
  const { userid, external_userid, ...rest } = line.detail;
  const values: Record<string, unknown> = {
    ...rest,
    member: typeof userid === 'string' ? nameOf(line.corpid, userid) : '',
    customer: typeof external_userid === 'string' ? nameOf(line.corpid, external_userid) : '',
  };
  const words = ACTIONS[line.what]?.[choice.lang] ?? line.what;
  return words.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key] ?? ''));
}
