/** The page keeps itself fresh: it asks for its parts and puts in those that changed. Buttons post to the admin API. */
const EVERY = 1_500;
const seen = new Map();
let asking = 0;
let shown = 0;

async function refresh() {
  const [mine, asked] = [++asking, location.search];
  const response = await fetch(`${document.body.dataset.parts ?? 'parts'}${asked}`);
  if (!response.ok) return;
  const parts = await response.json();
  // What comes late belongs to where somebody was, or to a moment that is over.
  if (mine < shown || asked !== location.search) return;
  shown = mine;
  if (Boolean(parts.empty) !== Boolean(document.querySelector('[data-part=empty]'))) return location.reload();
  for (const [name, markup] of Object.entries(parts)) {
    if (seen.get(name) === markup) continue;
    // The first time, too: what the page was loaded with may be older than the first answer.
    seen.set(name, markup);
    put(name, markup);
  }
  document.body.dataset.tab = new URLSearchParams(location.search).get('tab') ?? 'staff';
}

/** Puts a part in without losing what somebody is typing, has opened, or is reading. */
function put(name, markup) {
  const place = document.querySelector(`[data-part="${name}"]`);
  if (!place) return;
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  const typed =
    focused?.id && 'value' in focused
      ? { id: focused.id, value: focused.value, at: focused.selectionStart }
      : null;
  const open = [...place.querySelectorAll('details[open]')].map(details => details.id);
  const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
  place.innerHTML = markup;
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (typed) restore(typed);
  if (name === 'chat' && atEnd) place.scrollTop = place.scrollHeight;
}

function restore({ id, value, at }) {
  const field = document.getElementById(id);
  if (!field) return;
  if (id !== 'preset') field.value = value;
  field.focus();
  if (at !== null && field.setSelectionRange) field.setSelectionRange(at, at);
}

async function go(change) {
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(change)) value ? query.set(key, value) : query.delete(key);
  await show(`?${query}`);
}

async function show(href) {
  history.pushState(null, '', href);
  const chat = document.querySelector('[data-part=chat]');
  await refresh();
  if (chat) chat.scrollTop = chat.scrollHeight;
}

async function post(element, body) {
  const method = element.dataset.method ?? 'POST';
  const response = await fetch(`api/${element.dataset.post}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method !== 'DELETE' && { body: JSON.stringify(body) }),
  });
  if (!response.ok) await complain(response);
  await refresh();
  return response.ok;
}

async function complain(response) {
  const problem = await response.json().catch(() => ({}));
  const notice = document.getElementById('notice');
  notice.textContent = problem[document.body.dataset.lang] ?? String(response.status);
  notice.classList.add('shown');
  setTimeout(() => notice.classList.remove('shown'), 5_000);
}

/** Whom one is dealing with stays on the page, whoever else comes first meanwhile. */
function pin(element) {
  const pinned = element.closest('[data-pin]');
  if (!pinned) return;
  const query = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(JSON.parse(pinned.dataset.pin))) query.set(key, value);
  history.replaceState(null, '', `?${query}`);
}

document.addEventListener('focusin', event => pin(event.target));

document.addEventListener('click', event => {
  pin(event.target);
  const soft = event.target.closest('a[data-soft]');
  if (soft && !event.metaKey && !event.ctrlKey) {
    event.preventDefault();
    void show(soft.getAttribute('href'));
    return;
  }
  const button = event.target.closest('button[data-post]');
  if (!button) return;
  button.disabled = true;
  void post(button, JSON.parse(button.dataset.body ?? '{}')).finally(() => {
    button.disabled = false;
  });
});

document.addEventListener('submit', event => {
  event.preventDefault();
  const form = event.target;
  if (form.matches('[data-preset]')) {
    const { path, body } = JSON.parse(form.elements.preset.value);
    void post({ dataset: { post: path } }, body);
    return;
  }
  const said = Object.fromEntries(new FormData(form));
  const field = form.querySelector('input');
  if (field) field.value = '';
  void post(form, { ...JSON.parse(form.dataset.body ?? '{}'), ...said });
});

let typing;
document.addEventListener('input', event => {
  if (!event.target.matches('[data-search]')) return;
  clearTimeout(typing);
  typing = setTimeout(() => void go({ q: event.target.value }), 250);
});

document.addEventListener('change', event => {
  if (event.target.matches('[data-corp]'))
    void go({ corp: event.target.value, member: '', customer: '', chat: '', q: '' });
});

addEventListener('popstate', () => void refresh());
setInterval(() => {
  if (!document.hidden) void refresh().catch(() => undefined);
}, EVERY);

const chat = document.querySelector('[data-part=chat]');
if (chat) chat.scrollTop = chat.scrollHeight;
void refresh();
