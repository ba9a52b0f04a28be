import { createHash, timingSafeEqual } from 'node:crypto';
import { Attempts } from './attempts.mjs';

const digest = (text) => createHash('sha256').update(text).digest();

/** Checks a person's password, slowing down whoever guesses: `{ user }`, or `{ wait }` in seconds, or `{}`. */
export function createPasswordCheck(realm) {
  const attempts = new Attempts();
  return (username, password, address) => {
    const name = username.trim().toLowerCase();
    const wait = attempts.wait(name, address);
    if (wait) return { wait };
    const user = realm.userByName.get(name);
    const secret = user?.enabled && user.credentials?.find(({ type }) => type === 'password')?.value;
    if (!secret || !timingSafeEqual(digest(secret), digest(password))) {
      attempts.failed(name, address);
      return {};
    }
    attempts.succeeded(name, address);
    return { user };
  };
}

/** The login page: shown and answered at {base}/login/{uid}. */
export function createLogin({ provider, pages, origin, checkPassword }) {
  return async function login(req, res, url) {
    if (req.method === 'POST' && isForeign(req, origin)) return send(res, 403, pages.foreign());
    if (req.method !== 'GET' && req.method !== 'POST') return send(res, 405, pages.notFound());

    const { uid, params } = await provider.interactionDetails(req, res);
    if (req.method === 'GET') {
      return send(res, 200, pages.login({ uid, username: url.searchParams.get('user') ?? params.login_hint }));
    }

    const form = await readForm(req);
    const username = form.get('username') ?? '';
    const password = form.get('password') ?? '';
    if (!username.trim()) return send(res, 400, pages.login({ uid, problem: 'username' }));
    if (!password) return send(res, 400, pages.login({ uid, username, problem: 'password' }));

    const { user, wait } = checkPassword(username, password, req.socket.remoteAddress);
    if (wait) res.setHeader('Retry-After', wait);
    if (!user) return send(res, wait ? 429 : 400, pages.login({ uid, username, wait, problem: 'credentials' }));
    return provider.interactionFinished(req, res, { login: { accountId: user.id, remember: false } });
  };
}

// Browsers tell where a post comes from; what tells nothing is no browser and carries nobody's cookie.
function isForeign({ headers }, origin) {
  const site = headers['sec-fetch-site'];
  return (headers.origin !== undefined && headers.origin !== origin) || (site !== undefined && site !== 'same-origin');
}

async function readForm(req) {
  let body = '';
  for await (const chunk of req.setEncoding('utf8')) {
    body += chunk;
    if (body.length > 10_000) throw Object.assign(new Error('The form is too large'), { statusCode: 413 });
  }
  return new URLSearchParams(body);
}

export function send(res, status, html) {
  res.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
  res.end(html);
}
