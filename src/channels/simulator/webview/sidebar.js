/**
 * The member's client around the page of the chat toolbar: what the page asks of the client arrives as messages, is
 * carried out by the simulator, and is answered. Nothing is sent before the member has pressed send.
 */
const chat = document.body.dataset.chat ? JSON.parse(document.body.dataset.chat) : undefined;
const frame = document.getElementById('page');
const ask = document.getElementById('ask');

addEventListener('message', event => {
  if (!frame || event.source !== frame.contentWindow) return;
  const call = event.data?.wxwork;
  if (typeof call?.id !== 'number' || typeof call.name !== 'string') return;
  // The client knows which page it shows: an address of another site is a lie.
  if (URL.parse(call.url)?.origin !== event.origin) return;
  void answer(call).then(result =>
    event.source.postMessage({ wxworkAnswer: { id: call.id, result } }, event.origin),
  );
});

async function answer(call) {
  const result = await invoke(call, false);
  if (result.err_msg !== `${call.name}:ask`) return result;
  if (!(await isConfirmed(result.text))) return { err_msg: `${call.name}:cancel` };
  const sent = await invoke(call, true);
  await refresh();
  return sent;
}

async function invoke({ name, params, url }, confirmed) {
  const { corpid, userid, external_userid, agentid } = chat;
  const path = `api/corps/${corpid}/members/${encodeURIComponent(userid)}/invoke`;
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ agentid, external_userid, url, name, params: params ?? {}, confirmed }),
  });
  return response.ok ? await response.json() : { err_msg: `${name}:fail ${response.status}` };
}

function isConfirmed(text) {
  document.getElementById('ask-text').textContent = text;
  return new Promise(resolve => {
    const close = event => {
      const button = event.target.closest('button');
      if (event.type === 'click' && !button) return;
      ask.removeEventListener('click', close);
      ask.removeEventListener('cancel', close);
      ask.close();
      resolve(button?.value === 'send');
    };
    ask.addEventListener('click', close);
    ask.addEventListener('cancel', close);
    ask.showModal();
  });
}

async function refresh() {
  const place = document.getElementById('chat');
  const query = new URLSearchParams({
    lang: document.body.dataset.lang,
    corp: chat.corpid,
    member: chat.userid,
    customer: chat.external_userid,
  });
  const response = await fetch(`sidebar/chat?${query}`);
  if (!response.ok) return;
  const markup = await response.text();
  if (place.innerHTML === markup || place.dataset.markup === markup) return;
  place.dataset.markup = markup;
  place.innerHTML = markup;
  place.scrollTop = place.scrollHeight;
}

document.querySelector('form.who')?.addEventListener('change', event => {
  const form = event.currentTarget;
  // Another member has other customers.
  if (event.target.matches('[data-alone]')) form.elements.customer.disabled = true;
  form.submit();
});

if (chat) {
  const place = document.getElementById('chat');
  place.scrollTop = place.scrollHeight;
  setInterval(() => {
    if (!document.hidden) void refresh().catch(() => undefined);
  }, 2_000);
}
