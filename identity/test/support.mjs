import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const realmFiles = ['../realms/huset-realm.json', '../realms/huset-demo.json'].map(here);
export const secrets = { HUSET_GATEWAY_SECRET: 'gateway', HUSET_INTEGRATION_SECRET: 'integration', HUSET_ANALYST_SECRET: 'analyst', HUSET_DEMO_SECRET: 'demo' };
export const husetUrl = 'http://localhost:18080';

/** The real provider as its own process, with a state folder of its own. */
export async function startProvider(overrides = {}) {
  const state = mkdtempSync(join(tmpdir(), 'huset-identity-'));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), HUSET_REALM_FILES: realmFiles.join(':'), HUSET_IDENTITY_STATE: state, HUSET_URL: husetUrl, ...secrets, ...overrides };
  const issuer = `http://localhost:${port}/realms/huset`;
  const run = async () => {
    const child = spawn(process.execPath, [here('../server.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve, reject) => {
      child.stdout.once('data', resolve);
      child.once('exit', (code) => reject(new Error(`The provider ended with ${code}`)));
    });
    return child;
  };
  const end = (child, signal) => new Promise((resolve) => child.once('exit', (code) => resolve(code)) && child.kill(signal));

  let child = await run();
  return {
    issuer,
    husetUrl: env.HUSET_URL,
    port,
    state,
    token: (form, headers) => post(`${issuer}/protocol/openid-connect/token`, form, headers),
    async restart(signal) {
      await end(child, signal);
      child = await run();
    },
    async stop() {
      const code = await end(child, 'SIGTERM');
      rmSync(state, { recursive: true });
      return code;
    },
  };
}

/** Runs the provider until it ends by itself: `{ code, errors }`. */
export function startAndEnd(env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [here('../server.mjs')], { env: { PATH: process.env.PATH, ...env } });
    let errors = '';
    child.stderr.on('data', (data) => { errors += data; });
    child.once('exit', (code) => resolve({ code, errors }));
  });
}

export async function post(url, form, headers = {}) {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

export const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
export const password = (username, extra = {}) => ({ grant_type: 'password', client_id: 'huset-cli', username, password: 'huset', ...extra });
export const refresh = (token, client = { client_id: 'huset-cli' }) => ({ grant_type: 'refresh_token', refresh_token: token, ...client });
export const gateway = { client_id: 'huset-gateway', client_secret: 'gateway' };

/** A browser as far as sign-in needs one: it keeps cookies, and stops where an address leaves the provider. */
export class Browser {
  #cookies = new Map();

  async open(url, options = {}) {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies].filter(([, { path }]) => pathname.startsWith(path)).map(([name, { value }]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...options, headers: { accept: 'text/html', cookie, ...options.headers } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
      if (value) this.#cookies.set(name, { value, path });
      else this.#cookies.delete(name);
    }
    return { status: response.status, url, headers: response.headers, text: await response.text(), location: response.headers.get('location') };
  }

  async follow(url, options) {
    let page = await this.open(url, options);
    while (page.location && new URL(page.location, page.url).origin === new URL(page.url).origin) page = await this.open(new URL(page.location, page.url).href);
    return page;
  }

  fill(page, form, headers) {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)[1];
    return this.follow(new URL(action, page.url).href, { method: 'POST', body: new URLSearchParams(form), headers });
  }
}

/** The authorization request of the gateway: code with PKCE. */
export function authorization(issuer, extra = {}) {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(`${issuer}/protocol/openid-connect/auth`);
  url.search = new URLSearchParams({
    client_id: 'huset-gateway',
    redirect_uri: `${husetUrl}/signin-huset`,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...extra,
  });
  return { url: url.href, verifier };
}

/** Signs a person in through the login page and returns the tokens that the gateway gets. */
export async function signIn(provider, browser, username) {
  const request = authorization(provider.issuer, { redirect_uri: `${provider.husetUrl}/signin-huset` });
  let page = await browser.follow(request.url);
  if (!page.location) page = await browser.fill(page, { username, password: 'huset' });
  const code = new URL(page.location).searchParams.get('code');
  return exchange(provider, code, request.verifier);
}

export const exchange = (provider, code, verifier) => provider.token({ grant_type: 'authorization_code', code, redirect_uri: `${provider.husetUrl}/signin-huset`, code_verifier: verifier, ...gateway });

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
