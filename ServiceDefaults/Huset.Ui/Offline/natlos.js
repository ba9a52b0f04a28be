// The worker of a page with a form that works without a network: one form, empty and the same for everyone, and what it is drawn with.
const form = new URL(new URL(location.href).searchParams.get('sida'), registration.scope);
const shell = new URL('?skal=1', form);
const name = `huset ${form.pathname}`;

self.addEventListener('install', (event) => event.waitUntil(refresh().then(() => self.skipWaiting())));
self.addEventListener('message', (event) => event.waitUntil(refresh().catch(() => {})));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === form.pathname) event.respondWith(page(request));
  } else if (pathname.includes('/_content/')) {
    event.respondWith(fetch(request).catch(async (away) => await caches.match(request, { cacheName: name, ignoreVary: true }) ?? Promise.reject(away)));
  }
});

async function page(request) {
  const kept = () => caches.match(shell, { cacheName: name, ignoreVary: true });
  try {
    const answer = await fetch(request);
    return [502, 503, 504].includes(answer.status) ? await kept() ?? answer : answer;
  } catch {
    return await kept() ?? Response.error();
  }
}

/** Fetches the form anew, whole or not at all. */
async function refresh() {
  const answer = await fetch(shell, { redirect: 'error', cache: 'no-store' });
  if (!answer.ok) throw new Error(`The form answers ${answer.status}.`);
  const text = await answer.clone().text();
  const parts = [...new Set([...text.matchAll(/(?:href|src)="([^"]*_content\/[^"]+)"/g)].map(([, address]) => new URL(address, registration.scope).href))];
  const cache = await caches.open(name);
  await cache.addAll(parts);
  await cache.put(shell, answer);
  const needed = new Set([...parts, shell.href]);
  for (const old of await cache.keys()) if (!needed.has(old.url)) await cache.delete(old);
}
