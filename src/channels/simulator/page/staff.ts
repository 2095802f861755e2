import { faceOf, momentOf, numberOf } from './format.ts';
import { type Html, html } from './html.ts';
import { showMessage } from './message.ts';
import { momentCards } from './moments.ts';
import { link, type MemberChip, type Scene, type View } from './view.ts';

const SHOWN = 6;

/** The member's client: who one plays, and what waits to be sent. */
export function staffPart(view: View, scene: Scene): Html {
  const shown = scene.members.filter(
    (one, index) => index < SHOWN || one === scene.member || one.waiting + one.unpublished > 0,
  );
  const rest = scene.members.filter(one => !shown.includes(one));
  return html`<div class="chips">${shown.map(one => chip(view, one, one === scene.member))}</div>
    ${
      rest.length > 0 &&
      html`<details id="more-members"><summary>${view.say('moreMembers', { count: rest.length })}</summary>
        <div class="chips">${rest.map(one => chip(view, one, false))}</div></details>`
    }
    <div ${scene.member && html`data-pin="${JSON.stringify({ member: scene.member.userid })}"`}>${
      scene.tasks.length + scene.moments.length > 0
        ? [confirmAll(view, scene), ...cards(view, scene)]
        : noTasks(view, scene.member)
    }</div>`;
}

/** What waits comes first, whether it is to be sent or to be published. */
function cards(view: View, scene: Scene): Html[] {
  const waiting = scene.moments.filter(one => one.state === 'waiting');
  const rest = scene.moments.filter(one => one.state !== 'waiting');
  const of = (moments: Scene['moments']) => momentCards(view, { ...scene, moments });
  return [...of(waiting), ...scene.tasks.map(task => taskCard(view, task)), ...of(rest)];
}

/** A text with the customer's name in it makes a task of every customer: nobody confirms forty one by one to try it. */
function confirmAll({ say }: View, { corp, member }: Scene): Html {
  if (!member || member.waiting < 2) return html``;
  const body = JSON.stringify({ userid: member.userid });
  return html`<div class="all"><button data-post="corps/${corp.corpid}/tasks/confirm-all" data-body="${body}">${say(
    'confirmAll',
    { count: numberOf(member.waiting) },
  )}</button></div>`;
}

function chip(view: View, member: MemberChip, chosen: boolean): Html {
  return html`<a class="chip" data-soft href="${link(view.choice, { member: member.userid })}" ${chosen && html`aria-current="true"`}>
    <span class="face">${faceOf(member.name)}</span>${member.name}
    ${member.waiting + member.unpublished > 0 && html`<span class="badge">${member.waiting + member.unpublished}</span>`}</a>`;
}

function noTasks({ say }: View, member: MemberChip | undefined): Html {
  return html`<div class="nothing"><strong>${member ? say('noTasks', { name: member.name }) : say('noMembers')}</strong><p>${say('noTasksHint')}</p></div>`;
}

function taskCard(view: View, task: Scene['tasks'][number]): Html {
  const { say, now, choice } = view;
  const path = `corps/${task.corpid}/tasks/${task.msgid}/${task.userid}/confirm`;
  return html`<article class="card task ${task.state}">
    <header><strong>${say(task.chat_type === 'group' ? 'taskToChats' : 'task')}</strong>
      <time>${momentOf(new Date(task.createdAt), now, choice.lang)}</time>
      <span class="state">${say(task.state)}</span></header>
    <div class="preview">${showMessage(task.content, say, view.simulation)}</div>
    <footer><span class="whom">${whom(view, task)}${task.reminders > 0 && html` · ${say('reminded', { count: task.reminders })}`}</span>
      ${task.state === 'waiting' && html`<button class="primary" data-post="${path}">${say('confirm')}</button>`}
      ${task.state === 'sent' && html`<span class="result">${results(view, task)}</span>`}</footer>
  </article>`;
}

function whom({ say, choice }: View, task: Scene['tasks'][number]): string {
  const names = task.names.join(choice.lang === 'zh' ? '、' : ', ');
  if (task.chat_type === 'group') return say('toChats', { count: task.targets });
  if (task.targets <= task.names.length) return say('toOne', { names });
  return say('toCustomers', { names, count: numberOf(task.targets) });
}

function results({ say, now, choice }: View, task: Scene['tasks'][number]): string {
  const parts = [
    momentOf(new Date(task.confirmedAt ?? now), now, choice.lang),
    say('delivered', { count: numberOf(task.delivered) }),
  ];
  if (task.capped > 0) parts.push(say('capped', { count: numberOf(task.capped) }));
  if (task.notFriends > 0) parts.push(say('notFriends', { count: numberOf(task.notFriends) }));
  return parts.join(' · ');
}
