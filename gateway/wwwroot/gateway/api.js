// Sends the forms of the API page as a program would, with the session's cookie, and shows what came back.
const MOST = 100_000;
const LISTEN = 5_000;

const template = document.getElementById('answer');
const words = template?.dataset;
const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, index) => values[index]);
const quote = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

for (const form of document.querySelectorAll('form.try')) {
  form.querySelector('button').disabled = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
  field(form, 'content-type')?.addEventListener('change', ({ target }) => {
    field(form, 'body').value = JSON.parse(form.dataset.examples)[target.value];
  });
}

function field(form, name) {
  return form.elements.namedItem(`${form.dataset.operation}.${name}`);
}

/** What the form asks for: address, and what fetch takes. */
function call(form) {
  const { method, path, in: places, examples } = form.dataset;
  const query = new URLSearchParams();
  const headers = {};
  let address = path;
  for (const [name, place] of Object.entries(JSON.parse(places))) {
    const { value } = field(form, name);
    if (place === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value));
    else if (value && place === 'query') query.append(name, value);
    else if (value && place === 'header') headers[name] = value;
  }
  const body = field(form, 'body')?.value;
  if (body !== undefined) headers['Content-Type'] = field(form, 'content-type')?.value ?? Object.keys(JSON.parse(examples))[0];
  const search = query.toString();
  return { url: new URL(address + (search && `?${search}`), location.origin).href, method, headers, body };
}

async function send(form) {
  const button = form.querySelector('button');
  const status = form.querySelector('[role=status]');
  const { url, ...request } = call(form);
  form.nextElementSibling?.remove();
  button.disabled = true;
  status.textContent = words.sending;
  const began = performance.now();
  try {
    const response = await fetch(url, { ...request, headers: { ...request.headers, ...xsrf() }, cache: 'no-store' });
    const { text, cut } = await read(response);
    status.textContent = fill(words.sent, `${response.status} ${response.statusText}`.trim(), Math.round(performance.now() - began)) + (cut ? `. ${words.cut}` : '');
    show(form, curl(url, request), response, text);
    // The next call is a new thing, not this one again.
    const key = field(form, 'Idempotency-Key');
    if (response.ok && key && crypto.randomUUID) key.value = crypto.randomUUID();
  } catch {
    status.textContent = words.lost;
  } finally {
    button.disabled = false;
  }
}

function xsrf() {
  const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie)?.[1];
  return token ? { 'X-XSRF-TOKEN': token } : {};
}

/** The beginning of the answer: a stream never ends, and an export may be larger than a page bears. */
async function read(response) {
  if (!response.body) return { text: '', cut: false };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let stopped = false;
  const stop = () => {
    stopped = true;
    reader.cancel();
  };
  const patience = setTimeout(stop, response.headers.get('Content-Type')?.startsWith('text/event-stream') ? LISTEN : 6 * LISTEN);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      if (text.length > MOST) stop();
    }
  } finally {
    clearTimeout(patience);
  }
  return { text: text.slice(0, MOST), cut: stopped };
}

function show(form, line, response, text) {
  const answer = document.createElement('div');
  answer.append(template.content.cloneNode(true));
  const part = (name, value) => { answer.querySelector(`[data-part=${name}]`).textContent = value; };
  part('body', readable(text, response.headers.get('Content-Type')) || words.empty);
  part('headers', [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'));
  part('curl', line);
  form.after(answer);
}

function readable(text, type) {
  if (!/[/+]json\b/.test(type ?? '')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The same call from a command line; the token is the caller's own to fetch. */
function curl(url, { method, headers, body }) {
  return [
    `curl -X ${method} ${quote(url)}`,
    '-H "Authorization: Bearer $TOKEN"',
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body ? [`--data-binary ${quote(body)}`] : []),
  ].join(' \\\n  ');
}
