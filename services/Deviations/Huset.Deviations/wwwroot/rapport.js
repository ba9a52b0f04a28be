// Shows earlier events of the unit beside the report form while it is written. Without it the manager sees them on the case's page.
const shown = document.querySelector('[data-similar]');
const text = document.querySelector('[name="Request.Description"]');
const unit = document.querySelector('[name="Request.UnitCode"]');
const least = 20, pause = 900;
let timer, asked = '', running;

if (shown && text && unit) {
  text.addEventListener('input', later);
  unit.addEventListener('change', later);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(ask, pause);
}

async function ask() {
  const words = text.value.trim(), now = `${unit.value}\n${words}`;
  if (now === asked) return;
  running?.abort();
  asked = now;
  if (words.length < least || !unit.value) return show([]);
  running = new AbortController();
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1];
  try {
    const answer = await fetch('/deviations/v1/deviations/similar', {
      method: 'POST', signal: running.signal, cache: 'no-store',
      headers: { 'Content-Type': 'application/json', ...(token && { 'X-XSRF-TOKEN': decodeURIComponent(token) }) },
      body: JSON.stringify({ unitCode: unit.value, text: words.slice(0, 20000) }),
    });
    if (answer.ok) show((await answer.json()).items);
  } catch {
    // Only help: the report is written and sent without it.
  }
}

function show(items) {
  const list = shown.querySelector('ul');
  list.replaceChildren(...items.map(item => {
    const link = Object.assign(document.createElement('a'), { href: item.id, textContent: item.title, target: '_blank', rel: 'noopener' });
    const day = Object.assign(document.createElement('small'), { textContent: ` ${new Date(item.occurredAt).toLocaleDateString('sv-SE', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/Stockholm' })}` });
    const row = document.createElement('li');
    row.append(link, day);
    return row;
  }));
  shown.hidden = items.length === 0;
}
