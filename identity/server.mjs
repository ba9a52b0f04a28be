// Development identity provider of Huset. Never for production: it reads plain-text passwords and serves loopback only.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createLogin, createPasswordCheck, send } from './login.mjs';
import { createPages } from './pages.mjs';
import { createProvider } from './provider.mjs';
import { claimsFor, loadRealm } from './realm.mjs';
import { adapterOver, Journal, loadKeys } from './state.mjs';

const { PORT, HUSET_IDENTITY_HOST, HUSET_REALM_FILES, HUSET_IDENTITY_STATE, HUSET_URL, HUSET_ACCESS_TOKEN_SECONDS } = process.env;
const LOOPBACK = ['127.0.0.1', '::1'];

try {
  if (HUSET_IDENTITY_HOST && ![...LOOPBACK, 'localhost'].includes(HUSET_IDENTITY_HOST)) {
    throw new Error(`it serves loopback only and refuses HUSET_IDENTITY_HOST=${HUSET_IDENTITY_HOST}`);
  }
  for (const [name, value] of Object.entries({ PORT, HUSET_REALM_FILES, HUSET_IDENTITY_STATE, HUSET_URL })) {
    if (!value) throw new Error(`${name} is not set`);
  }
  const realm = loadRealm(HUSET_REALM_FILES.split(':'), { ...process.env, HUSET_URL: HUSET_URL.replace(/\/$/, '') });

  // The port is taken before the state is opened, so that two providers never write one journal.
  let handle = (_, res) => res.writeHead(503, { 'Retry-After': '1' }).end();
  const servers = await listen((req, res) => handle(req, res));
  handle = await createHandler(realm);
  stopOnSignal(servers);
  console.log(`Huset's development identity provider (never for production): http://localhost:${PORT}/realms/${realm.realm}`);
} catch (error) {
  console.error(`The identity provider cannot start: ${error.message}`);
  process.exit(1);
}

async function createHandler(realm) {
  const base = `/realms/${realm.realm}`;
  const origin = `http://localhost:${PORT}`;
  const issuer = origin + base;
  const homePage = new URL('/', HUSET_URL).href;

  const keys = await loadKeys(HUSET_IDENTITY_STATE);
  const journal = new Journal(HUSET_IDENTITY_STATE);
  const publicKeys = createLocalJWKSet({ keys: keys.jwks.keys.map(({ kty, n, e, kid, alg, use }) => ({ kty, n, e, kid, alg, use })) });
  const verify = async (token) => {
    const { payload } = await jwtVerify(token, publicKeys, { issuer });
    if (payload.typ !== 'Bearer') throw new Error('Not an access token');
    return payload;
  };

  const pages = createPages({ base, homePage, realm });
  const checkPassword = createPasswordCheck(realm);
  const accessTokenSeconds = Number(HUSET_ACCESS_TOKEN_SECONDS) || realm.accessTokenLifespan;
  const provider = createProvider({ issuer, realm, keys, adapter: adapterOver(journal), pages, checkPassword, verify, homePage, accessTokenSeconds });
  provider.on('server_error', (_, error) => console.error(error));
  // Clients are read at first use otherwise: a faulty one shall stop the start instead.
  for (const { clientId } of realm.clients) await provider.Client.find(clientId);
  const protocol = provider.callback();
  const login = createLogin({ provider, pages, origin, checkPassword });

  const stylesheet = readFileSync(new URL('login.css', import.meta.url));
  const destinations = realm.clients.flatMap(({ redirectUris = [] }) => redirectUris).map((uri) => new URL(uri).origin);
  const headers = {
    // The form's answer redirects back to the client, and browsers hold redirects against form-action too.
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src data:; script-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${[...new Set(destinations)].join(' ')}`,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  };
  const hosts = ['localhost', '127.0.0.1', '[::1]'].map((host) => `${host}:${PORT}`);

  async function route(req, res) {
    const url = new URL(req.url, origin);
    const path = url.pathname;
    if (path === '/health/ready' || path === '/health/live') return json(res, 200, { status: 'UP' });
    // A foreign name that resolves to loopback is a page trying to reach what only this machine may.
    if (!hosts.includes(req.headers.host)) return send(res, 421, pages.notFound());
    if (path === `${base}/login.css`) return res.writeHead(200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'no-cache' }).end(stylesheet);
    if (path.startsWith(`${base}/login/`)) return login(req, res, url);
    if (path === `${base}/protocol/openid-connect/userinfo`) return userinfo(req, res);
    if (!path.startsWith(`${base}/`)) return send(res, 404, pages.notFound());

    // One issuer and one set of addresses, whichever of loopback's names was used.
    req.headers.host = `localhost:${PORT}`;
    req.originalUrl = req.url;
    req.baseUrl = base;
    req.url = req.url.slice(base.length);
    return protocol(req, res);
  }

  // The library's own endpoint refuses every token that has an audience; Keycloak answers them.
  async function userinfo(req, res) {
    try {
      const { sub, azp } = await verify(/^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1]);
      json(res, 200, { sub, ...claimsFor(realm.userById.get(sub), realm.clientById.get(azp), 'userinfo') });
    } catch {
      res.setHeader('WWW-Authenticate', `Bearer realm="${realm.realm}", error="invalid_token"`);
      json(res, 401, { error: 'invalid_token', error_description: 'Token verification failed' });
    }
  }

  return async (req, res) => {
    for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
    try {
      await route(req, res);
    } catch (error) {
      if (!error.statusCode && error.name !== 'SessionNotFound') console.error(error);
      if (!res.headersSent) send(res, error.statusCode ?? 500, pages.error('invalid_request'));
    }
  };
}

function json(res, status, body) {
  res.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(body));
}

async function listen(handler) {
  const servers = [];
  for (const host of LOOPBACK) {
    const server = http.createServer(handler);
    try {
      await new Promise((resolve, reject) => server.once('error', reject).listen(Number(PORT), host, resolve));
      servers.push(server);
    } catch (error) {
      // Many containers have no IPv6; a taken port is another matter.
      if (host !== '::1' || error.code === 'EADDRINUSE') throw error;
    }
  }
  return servers;
}

function stopOnSignal(servers) {
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      process.exit(0);
    });
  }
}
