import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authorization, Browser, claims, exchange, gateway, husetUrl, refresh, signIn, startProvider } from './support.mjs';

let provider;
before(async () => { provider = await startProvider(); });
after(() => provider.stop());

const logout = (tokens, extra = {}) => `${provider.issuer}/protocol/openid-connect/logout?${new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: `${husetUrl}/`, client_id: 'huset-gateway', ...extra })}`;

test('A person signs in through the page and the gateway gets tokens', async () => {
  const { status, body } = await signIn(provider, new Browser(), 'enhetschef');
  assert.equal(status, 200);
  const access = claims(body.access_token);
  const id = claims(body.id_token);
  assert.equal(access.azp, 'huset-gateway');
  assert.equal(access.aud, 'huset-api');
  assert.deepEqual(access.units, ['norrangen', 'kullen']);
  assert.equal(access.scope, 'openid profile email');
  assert.equal(id.aud, 'huset-gateway');
  assert.equal(id.sub, access.sub);
  assert.equal(id.name, 'Karin Kvist');
  assert.ok(access.sid);
  assert.equal(id.sid, access.sid);
});

test('Whoever is signed in is not asked again', async () => {
  const browser = new Browser();
  await signIn(provider, browser, 'lex');
  const page = await browser.follow(authorization(provider.issuer).url);
  assert.ok(page.location.startsWith(`${husetUrl}/signin-huset?code=`));
});

test('PKCE and the exact return address are compulsory', async () => {
  const browser = new Browser();
  const without = await browser.follow(authorization(provider.issuer, { code_challenge: '', code_challenge_method: '' }).url);
  assert.match(without.location ?? without.text, /invalid_request|gick inte att slutföra/);
  const elsewhere = await browser.follow(authorization(provider.issuer, { redirect_uri: 'http://localhost:9/other' }).url);
  assert.equal(elsewhere.status, 400);

  const request = authorization(provider.issuer);
  const page = await browser.fill(await browser.follow(request.url), { username: 'lex', password: 'huset' });
  const code = new URL(page.location).searchParams.get('code');
  assert.equal((await exchange(provider, code, 'x'.repeat(43))).status, 400);
});

test('The page is accessible Swedish, needs no script and lists the people to try', async () => {
  const { text, headers } = await new Browser().follow(authorization(provider.issuer).url);
  assert.match(text, /<html lang="sv">/);
  assert.match(text, /<label for="username">Användarnamn<\/label>/);
  assert.match(text, /<label for="password">Lösenord<\/label>/);
  assert.match(text, /autocomplete="current-password"/);
  assert.match(text, /Rapporterar avvikelser, ser vad de ledde till/);
  assert.doesNotMatch(text, /<script|style=|https:/);
  const policy = headers.get('content-security-policy');
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, new RegExp(`form-action 'self' ${husetUrl}`));
  assert.match(policy, /frame-ancestors 'none'/);
});

test('A chosen person is filled in, escaped', async () => {
  const browser = new Browser();
  const page = await browser.follow(authorization(provider.issuer).url);
  assert.match((await browser.open(`${page.url}?user=lex`)).text, /name="username"[^>]* value="lex"/);
  assert.doesNotMatch((await browser.open(`${page.url}?user=${encodeURIComponent('"><b>')}`)).text, /"><b>/);
});

test('A wrong password keeps the user name and says what to do', async () => {
  const browser = new Browser();
  const page = await browser.follow(authorization(provider.issuer).url);
  const wrong = await browser.fill(page, { username: 'registrator', password: 'fel' });
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /<title>Fel: Logga in/);
  assert.match(wrong.text, /role="alert">Användarnamnet eller lösenordet stämmer inte\. Kontrollera/);
  assert.match(wrong.text, /value="registrator"/);
  const right = await browser.fill(wrong, { username: ' Registrator ', password: 'huset' });
  assert.ok(right.location.startsWith(husetUrl));
});

test('An empty field is named and tied to its message', async () => {
  const browser = new Browser();
  const page = await browser.follow(authorization(provider.issuer).url);
  const empty = await browser.fill(page, { username: 'lex', password: '' });
  assert.equal(empty.status, 400);
  assert.match(empty.text, /id="password-error">Skriv ditt lösenord/);
  assert.match(empty.text, /aria-invalid="true" aria-describedby="password-error"/);
});

test('A post from another site is refused', async () => {
  for (const headers of [{ origin: 'http://elsewhere.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    const browser = new Browser();
    const page = await browser.follow(authorization(provider.issuer).url);
    const refused = await browser.fill(page, { username: 'lex', password: 'huset' }, headers);
    assert.equal(refused.status, 403);
  }
});

test('Guessing at the page is slowed down', async () => {
  const browser = new Browser();
  let page = await browser.follow(authorization(provider.issuer).url);
  for (let i = 0; i < 5; i++) page = await browser.fill(page, { username: 'revisor', password: `fel${i}` });
  page = await browser.fill(page, { username: 'revisor', password: 'huset' });
  assert.equal(page.status, 429);
  assert.ok(page.headers.get('retry-after'));
  assert.match(page.text, /För många försök\. Vänta \d+ sekunder/);
});

test('A page that has stood open too long leads back', async () => {
  const stale = await new Browser().open(`${provider.issuer}/login/gone`);
  assert.equal(stale.status, 400);
  assert.match(stale.text, /Gå till Huset och logga in igen/);
});

test('Signing out with an id token asks nothing and ends session and refresh token', async () => {
  const browser = new Browser();
  const { body } = await signIn(provider, browser, 'medarbetare');
  const out = await browser.open(logout(body, { state: 'abc' }));
  assert.equal(out.status, 303);
  assert.equal(out.location, `${husetUrl}/?state=abc`);
  assert.equal((await provider.token(refresh(body.refresh_token, gateway))).status, 400);
  assert.match((await browser.follow(authorization(provider.issuer).url)).text, /Lösenord/);
});

test('Signing out without a session goes straight back', async () => {
  const { body } = await signIn(provider, new Browser(), 'medarbetare');
  const out = await new Browser().open(logout(body));
  assert.equal(out.location, `${husetUrl}/`);
});

test('Signing out without an id token asks first', async () => {
  const browser = new Browser();
  await signIn(provider, browser, 'medarbetare');
  const ask = await browser.open(`${provider.issuer}/protocol/openid-connect/logout`);
  assert.match(ask.text, /Vill du logga ut\?/);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(ask.text)[1];
  const done = await browser.fill(ask, { xsrf, logout: 'yes' });
  assert.match(done.text, /Du är utloggad/);
});

test('An unregistered address after signing out is refused', async () => {
  const browser = new Browser();
  const { body } = await signIn(provider, browser, 'medarbetare');
  assert.equal((await browser.open(logout(body, { post_logout_redirect_uri: 'http://localhost:9/' }))).status, 400);
});

test('Another person may sign in over the first', async () => {
  const browser = new Browser();
  await signIn(provider, browser, 'medarbetare');
  const page = await browser.follow(authorization(provider.issuer, { prompt: 'login' }).url);
  const change = await browser.fill(page, { username: 'enhetschef', password: 'huset' });
  assert.match(change.headers.get('content-security-policy'), /script-src 'self' 'sha256-/);
  const done = await browser.fill(change, { xsrf: /name="xsrf" value="([^"]+)"/.exec(change.text)[1], logout: 'yes' });
  assert.ok(done.location.startsWith(`${husetUrl}/signin-huset?code=`));
});
