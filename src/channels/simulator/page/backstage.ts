import { listFaults } from '../faults/faults.ts';
import { dayOf, spanOf, timeOf } from './format.ts';
import { type Html, html } from './html.ts';
import { PRESETS, wordsOfFault } from './presets.ts';
import type { View } from './view.ts';
import type { Word } from './words.ts';

export function clockPart({ say, now, choice, simulation }: View): Html {
  const offset = simulation.clock.offset();
  const span = spanOf(offset, choice.lang);
  const relation =
    Math.abs(offset) < 1_000 ? say('realTime') : say(offset > 0 ? 'ahead' : 'behind', { span });
  const jump = (word: Word, seconds: number) =>
    html`<button data-post="clock" data-body="${JSON.stringify({ advanceSeconds: seconds })}">${say(word)}</button>`;
  return html`<h2>${say('clock')}</h2>
    <p class="time">${timeOf(now)}<small>${dayOf(now, choice.lang)}</small></p>
    <p class="muted">${relation}${
      Math.abs(offset) >= 1_000 &&
      html` · <button class="quiet inline" data-post="clock" data-body='{"real":true}'>${say('backToNow')}</button>`
    }</p>
    <div class="buttons">${jump('plusMinutes', 600)}${jump('plusHour', 3_600)}${jump('plusDay', 86_400)}</div>`;
}

export function habitsPart({ say, simulation }: View): Html {
  const { habits } = simulation.settings;
  const choices = [
    { word: 'staffConfirm', on: habits.staffConfirm > 0, value: 1 },
    { word: 'staffPublish', on: habits.staffPublish > 0, value: 1 },
    { word: 'customersLike', on: habits.customersLike > 0, value: 0.2 },
    { word: 'customersReply', on: habits.customersReply > 0, value: 0.3 },
    { word: 'customersDelete', on: habits.customersDelete > 0, value: 0.02 },
  ] as const;
  return html`<h2>${say('habits')}</h2>${choices.map(
    ({
      word,
      on,
      value,
    }) => html`<button class="switch" role="switch" aria-checked="${String(on)}" data-method="PATCH"
      data-post="settings" data-body="${JSON.stringify({ habits: { [word]: on ? 0 : value } })}"><span class="track"></span>${say(word)}</button>`,
  )}`;
}

export function faultsPart({ say, choice, simulation }: View): Html {
  const standing = listFaults(simulation);
  const rows = standing.map(
    fault => html`<li><span>${wordsOfFault(fault)[choice.lang]}${
      fault.leftTimes !== null &&
      html` <span class="muted">${say('timesLeft', { count: fault.leftTimes })}</span>`
    }</span>
      <button class="quiet" data-method="DELETE" data-post="faults/${fault.id}">${say('removeFault')}</button></li>`,
  );
  const presets = PRESETS.map(
    preset =>
      html`<option value="${JSON.stringify({ path: preset.path, body: preset.body })}">${preset[choice.lang]}</option>`,
  );
  return html`<h2>${say('faults')}</h2>
    ${rows.length > 0 ? html`<ul class="faults">${rows}</ul>` : html`<p class="muted">${say('noFaults')}</p>`}
    <form class="adding" data-preset><select id="preset" name="preset" aria-label="${say('faults')}">${presets}</select>
      <button>${say('addFault')}</button></form>`;
}
