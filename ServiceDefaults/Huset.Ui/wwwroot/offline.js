// Keeps what is typed in a form on this device until it is sent: through a reload, a crash, a lost network and a sign-in that ran out.
// Everything kept is one person's (a hash of the account) and is sent, shown and filled in again for that person only. The server takes
// each form once, by its key, however often it is sent.
const DAY = 24 * 60 * 60 * 1000;
const KEPT = 7 * DAY;
// As long as a session lasts at most: without the server nobody is believed to be signed in for longer.
const SIGNED_IN = DAY / 2;
const PATIENCE = 5_000;
const LAST = 'huset-last';
const SIGNED_OUT = 'huset-signed-out';

const marker = document.querySelector('[data-huset-user]');
const shell = document.querySelector('[data-huset-shell]') !== null;
const offered = document.querySelector('[data-offline-form]');
const form = offered?.closest('form');
const lists = [...document.querySelectorAll('[data-offline-list]')];
const database = open();
let me = '';
let trouble = '';
let busy = false;
let native = false;
let soon = 0;

await start().catch((error) => console.warn('Nothing is kept on this device:', error));

async function start() {
  await forget();
  me = shell ? remembered() : marker?.dataset.husetUser ?? '';
  if (!me) return shell && offered ? tell('signin') : undefined;
  if (!shell) localStorage.setItem(LAST, JSON.stringify({ user: me, at: Date.now() }));
  for (const sent of document.querySelectorAll('[data-offline-sent]')) await drop(sent.dataset.offlineSent);
  if (form) await watch();
  addEventListener('online', () => flush());
  document.addEventListener('visibilitychange', () => document.hidden || flush());
  for (const list of lists) list.addEventListener('click', act);
  await flush();
}

/** Who signs out leaves no drafts behind; what was meant to be sent waits for its sender. Nothing is kept for long. */
async function forget() {
  const out = document.cookie.match(new RegExp(`(?:^|; )${SIGNED_OUT}=([0-9a-f]+)`))?.[1];
  for (const kept of await all()) {
    if (kept.at < Date.now() - KEPT || (kept.user === out && kept.state === 'draft')) await drop(kept.key);
  }
  if (!out) return;
  if (JSON.parse(localStorage.getItem(LAST) ?? '{}').user === out) localStorage.removeItem(LAST);
  document.cookie = `${SIGNED_OUT}=; path=/; max-age=0; samesite=lax`;
}

function remembered() {
  const last = JSON.parse(localStorage.getItem(LAST) ?? '{}');
  return last.at > Date.now() - SIGNED_IN ? last.user : '';
}

// The form

async function watch() {
  const { page } = offered.dataset;
  const fields = form.elements;
  fields._user.value = me;
  if (shell) {
    const address = new URL(location.href);
    const key = address.searchParams.get('k') ?? crypto.randomUUID();
    address.searchParams.set('k', key);
    history.replaceState(null, '', address);
    fields._key.value = key;
    prefill();
  } else {
    rememberChoices();
    register(page).catch((error) => console.warn('The form will not be here without a network:', error));
  }
  const kept = await get(fields._key.value);
  if (kept?.user === me) {
    if ('posted' in offered.dataset) {
      // The server has shown it again with what is to be mended.
      await restoreFiles();
      await keep('draft');
    } else {
      await restore(kept);
      if (kept.state === 'waiting') await tell('waiting');
    }
  }
  form.addEventListener('input', ({ target }) => {
    if (target.type === 'file') void keepFiles();
    clearTimeout(soon);
    soon = setTimeout(keepSoon, 300);
  });
  // What is chosen, and not typed, is kept at once.
  form.addEventListener('change', keepSoon);
  addEventListener('pagehide', () => { if (soon) keepSoon(); });
  addEventListener('pageshow', ({ persisted }) => { if (persisted) busy = native = false; });
  form.addEventListener('submit', submit);
}

function keepSoon() {
  clearTimeout(soon);
  soon = 0;
  void keep('draft').catch(() => {});
}

/** Asks first whether the server is there and still knows who this is; only then does the browser send the form as it always does. */
function submit(event) {
  if (native) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  void send(event.submitter);
}

async function send(submitter) {
  clearTimeout(soon);
  soon = 0;
  const stored = await keep('sending', submitter).then(() => true, () => false);
  const asked = stored ? await ask(new URL(offered.dataset.page, document.baseURI)) : { user: me };
  if (asked?.user === me) {
    native = true;
    form.requestSubmit(submitter);
    return;
  }
  busy = false;
  // What the form does not ask of this report, and shows to nobody, is not missing in it.
  const missing = offered.dataset.needs.split(' ').filter((name) => !new FormData(form).get(name) && fieldOf(name).getClientRects().length > 0);
  if (missing.length > 0) {
    await keep('draft', submitter);
    await tell('missing', missing.map(labelOf).join(', '));
    return;
  }
  await keep('waiting', submitter);
  await tell(asked ? 'expired' : 'waiting');
  await draw();
}

function fieldOf(name) {
  const found = form.elements[name];
  return found instanceof RadioNodeList ? found[0] : found;
}

function labelOf(name) {
  const field = fieldOf(name);
  return (field.closest('fieldset')?.querySelector('legend') ?? form.querySelector(`label[for="${field.id}"]`))?.textContent.trim() ?? name;
}

/** Says how it is with the form, where its reader looks; once it waits there is nothing more to fill in. */
async function tell(what, value = '') {
  const said = offered.querySelector(`[data-say="${what}"]`);
  for (const other of offered.querySelectorAll('[data-say]')) other.hidden = other !== said;
  for (const place of said.querySelectorAll('[data-value]')) place.textContent = value;
  offered.hidden = false;
  const ends = what === 'waiting' || what === 'expired' || what === 'signin' || what === 'sent';
  for (const part of form.children) if (!part.contains(offered)) part.toggleAttribute('hidden', ends && part.type !== 'hidden');
  for (const again of said.querySelectorAll('[data-open]')) {
    again.onclick = () => {
      for (const part of form.children) part.toggleAttribute('hidden', false);
      offered.hidden = true;
    };
  }
  said.focus();
}

async function keep(state, submitter) {
  const { _key: { value: key } } = form.elements;
  const typed = [...new FormData(form, submitter ?? null)].filter(([, value]) => typeof value === 'string');
  const isEmpty = ![...form.querySelectorAll('textarea')].some(({ value }) => value.trim());
  if (state === 'draft' && isEmpty) return drop(key);
  const title = form.querySelector('textarea')?.value.trim().split('\n')[0].slice(0, 80) ?? '';
  await put('forms', { key, user: me, action: new URL(offered.dataset.page, document.baseURI).pathname, title, fields: typed, state, at: Date.now() });
}

async function keepFiles() {
  const files = [...form.querySelectorAll('input[type=file]')].flatMap((input) => [...input.files].map((file) => ({ name: input.name, file })));
  await put('files', { key: form.elements._key.value, files }).catch(() => {});
}

async function restore({ fields }) {
  const given = new Map();
  for (const [name, value] of fields) given.set(name, [...given.get(name) ?? [], value]);
  for (const field of form.elements) {
    if (!field.name || field.name.startsWith('_') || field.type === 'hidden' || field.type === 'file' || field.type === 'submit') continue;
    const values = given.get(field.name) ?? [];
    if (field.type === 'radio' || field.type === 'checkbox') field.checked = values.includes(field.value);
    else if (values.length > 0) field.value = values[0];
  }
  for (const details of form.querySelectorAll('details')) {
    details.open ||= [...details.querySelectorAll('input, select, textarea')].some((field) => (field.type === 'checkbox' || field.type === 'radio' ? field.checked : field.value));
  }
  await restoreFiles();
}

async function restoreFiles() {
  const kept = await get(form.elements._key.value, 'files');
  if (!kept) return;
  for (const input of form.querySelectorAll('input[type=file]')) {
    const transfer = new DataTransfer();
    for (const { name, file } of kept.files) if (name === input.name) transfer.items.add(file);
    input.files = transfer.files;
  }
  if (kept.files.length > 0) form.querySelector('[data-files-lost]')?.remove();
}

// What the server would have chosen, in the form that is everyone's

function rememberChoices() {
  const choices = [...form.querySelectorAll('select')].filter(({ value }) => value).map(({ name, value }) => [name, value]);
  if (!('posted' in offered.dataset)) localStorage.setItem(`huset-choices-${me}`, JSON.stringify(choices));
}

function prefill() {
  for (const [name, value] of JSON.parse(localStorage.getItem(`huset-choices-${me}`) ?? '[]')) if (form.elements[name]) form.elements[name].value = value;
  const now = new Date().toLocaleString('sv-SE', { timeZone: 'Europe/Stockholm' }).slice(0, 16).replace(' ', 'T');
  for (const field of form.querySelectorAll('input[type=datetime-local]')) field.value = now;
}

async function register(page) {
  if (!('serviceWorker' in navigator)) return;
  const worker = await navigator.serviceWorker.register(new URL(`natlos.js?sida=${page}`, document.baseURI), { updateViaCache: 'none' });
  // The form and its style sheets may have changed since they were fetched.
  worker.active?.postMessage('refresh');
}

// What waits

/** Sends what waits, one page at a time, when it is this person that is signed in. */
async function flush() {
  if (!me) return;
  await navigator.locks.request('huset-offline', { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for (const kept of await all()) {
      // One that the browser itself is sending has a minute; then its answer was lost.
      if (kept.user !== me || !(kept.state === 'waiting' || (kept.state === 'sending' && kept.at < Date.now() - 60_000))) continue;
      const asked = await ask(new URL(kept.action, location.origin));
      trouble = !asked ? 'waiting' : asked.user !== me ? 'expired' : '';
      if (trouble) break;
      if (!await post(kept)) break;
    }
  });
  await draw();
}

async function post(kept) {
  const body = new FormData();
  for (const [name, value] of kept.fields) body.append(name, value);
  for (const { name, file } of (await get(kept.key, 'files'))?.files ?? []) body.append(name, file);
  const answer = await fetch(`${kept.action}?k=${kept.key}`, { method: 'POST', body, redirect: 'manual' }).catch(() => null);
  // The page leads on only when it has taken the form, now or the last time.
  if (answer?.type === 'opaqueredirect') {
    await drop(kept.key);
    for (const list of lists) list.querySelector('[data-just-sent]').hidden = false;
    if (form?.elements._key.value === kept.key) await tell('sent');
    return true;
  }
  if (answer && [200, 400, 413, 422].includes(answer.status)) {
    await put('forms', { ...kept, state: 'wrong' });
    if (form?.elements._key.value === kept.key) await tell('wrong');
    return true;
  }
  trouble = answer?.status === 401 || answer?.status === 409 ? 'expired' : 'waiting';
  return false;
}

async function draw() {
  const current = form?.elements._key.value;
  const kept = (await all()).filter(({ user, key, state }) => user === me && state !== 'sending' && !(key === current && state === 'draft'));
  for (const list of lists) {
    const rows = list.querySelector('ul');
    rows.replaceChildren(...kept.map((item) => {
      const row = list.querySelector('template').content.firstElementChild.cloneNode(true);
      row.dataset.key = item.key;
      row.querySelector('[data-title]').textContent = item.title;
      row.querySelector('[data-when]').textContent = new Date(item.at).toLocaleString('sv-SE', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Europe/Stockholm' });
      const state = item.state === 'waiting' ? trouble || 'waiting' : item.state;
      for (const said of row.querySelectorAll('[data-state]')) said.hidden = said.dataset.state !== state;
      row.querySelector('[data-do=open]').href = `${item.action}?k=${item.key}`;
      row.querySelector('[data-do=send]').hidden = item.state !== 'waiting' || trouble === 'expired';
      const enter = row.querySelector('[data-do=enter]');
      enter.hidden = !(item.state === 'waiting' && trouble === 'expired');
      enter.href = `/bff/login?returnUrl=${encodeURIComponent(location.pathname + location.search)}`;
      return row;
    }));
    list.hidden = kept.length === 0 && list.querySelector('[data-just-sent]').hidden;
    for (const part of list.querySelectorAll('[data-when-any]')) part.hidden = kept.length === 0;
  }
}

async function act({ target }) {
  const what = target.closest('[data-do]')?.dataset.do;
  if (what === 'send') await flush();
  if (what !== 'remove' || !confirm(target.closest('[data-offline-list]').dataset.sure)) return;
  await drop(target.closest('[data-key]').dataset.key);
  await draw();
}

/** Who the server says is signed in; null when it cannot be reached. */
async function ask(page) {
  try {
    const answer = await fetch(new URL('vem', page), { cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok) return { user: await answer.text() };
    return answer.status === 401 ? { user: '' } : null;
  } catch {
    return null;
  }
}

// The store: forms by key, and beside them their files, which are written only when they change

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('huset', 1);
    request.onupgradeneeded = () => {
      for (const name of ['forms', 'files']) request.result.createObjectStore(name, { keyPath: 'key' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function within(stores, mode, work) {
  const transaction = (await database).transaction(stores, mode, { durability: 'strict' });
  return new Promise((resolve, reject) => {
    const request = work((name) => transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

function get(key, store = 'forms') {
  return within([store], 'readonly', (of) => of(store).get(key));
}

function all() {
  return within(['forms'], 'readonly', (of) => of('forms').getAll());
}

function put(store, value) {
  return within([store], 'readwrite', (of) => of(store).put(value));
}

function drop(key) {
  return within(['forms', 'files'], 'readwrite', (of) => {
    of('files').delete(key);
    of('forms').delete(key);
  });
}
