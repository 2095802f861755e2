/** Keeps the page fresh without losing what somebody types; buttons and forms are acts of the follower shown. */
const EVERY = 1_500;

async function refresh() {
  const response = await fetch(location.href);
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const place of ['nav ul', '.chat', '.window', '.phone h2']) {
    const [mine, theirs] = [document.querySelector(place), page.querySelector(place)];
    if (mine && theirs && mine.innerHTML !== theirs.innerHTML) {
      mine.innerHTML = theirs.innerHTML;
      if (place === '.chat') mine.scrollTop = mine.scrollHeight;
    }
  }
}

async function act(element, fields) {
  const openid = element.closest('[data-openid]')?.dataset.openid;
  const body = { act: element.dataset.act, openid, template: element.dataset.template, ...fields };
  const response = await fetch('act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { openid: next } = await response.json().catch(() => ({}));
  const query = new URLSearchParams(location.search);
  if (next) query.set('openid', next);
  location.search = query.toString();
}

document.addEventListener('submit', event => {
  event.preventDefault();
  void act(event.target, Object.fromEntries(new FormData(event.target)));
});

document.addEventListener('click', event => {
  const button = event.target.closest('button[data-act]');
  if (!button) return;
  button.disabled = true;
  void act(button, {});
});

setInterval(() => {
  if (!document.hidden) void refresh().catch(() => undefined);
}, EVERY);

const chat = document.querySelector('.chat');
if (chat) chat.scrollTop = chat.scrollHeight;
