import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { authorization, Browser, claims, gateway, refresh, signIn, startProvider } from './support.mjs';

// Stands in for the gateway: writes down what it is told, and answers as it is asked to.
const told = [];
let answer = 200;
const huset = http.createServer(async (req, res) => {
  let body = '';
  for await (const chunk of req) body += chunk;
  told.push({ path: req.url, type: req.headers['content-type'], token: new URLSearchParams(body).get('logout_token') });
  res.writeHead(answer).end();
});

let provider;
before(async () => {
  await new Promise((resolve) => huset.listen(0, 'localhost', resolve));
  provider = await startProvider({ HUSET_URL: `http://localhost:${huset.address().port}` });
});
beforeEach(() => {
  told.length = 0;
  answer = 200;
});
after(async () => {
  huset.close();
  await provider.stop();
});

const signOut = (tokens, extra = { id_token_hint: tokens.id_token }) =>
  `${provider.issuer}/protocol/openid-connect/logout?${new URLSearchParams({ post_logout_redirect_uri: `${provider.husetUrl}/`, client_id: 'huset-gateway', ...extra })}`;

async function theLogoutToken() {
  assert.equal(told.length, 1);
  assert.equal(told[0].path, '/bff/backchannel-logout');
  assert.match(told[0].type, /^application\/x-www-form-urlencoded/);
  const keys = createRemoteJWKSet(new URL(`${provider.issuer}/protocol/openid-connect/certs`));
  return (await jwtVerify(told[0].token, keys, { issuer: provider.issuer, audience: 'huset-gateway', typ: 'logout+jwt' })).payload;
}

test('Signing out tells the gateway which session ended', async () => {
  const browser = new Browser();
  const { body } = await signIn(provider, browser, 'medarbetare');
  await browser.open(signOut(body));
  const token = await theLogoutToken();
  assert.equal(token.sid, claims(body.access_token).sid);
  assert.equal(token.sid, claims(body.id_token).sid);
  assert.equal(token.sub, claims(body.access_token).sub);
  assert.deepEqual(token.events, { 'http://schemas.openid.net/event/backchannel-logout': {} });
  assert.ok(token.jti && token.exp && token.iat);
  assert.equal(token.nonce, undefined);
});

test('Signing out on the page tells it too', async () => {
  const browser = new Browser();
  const { body } = await signIn(provider, browser, 'enhetschef');
  const ask = await browser.open(signOut(body, {}));
  await browser.fill(ask, { xsrf: /name="xsrf" value="([^"]+)"/.exec(ask.text)[1], logout: 'yes' });
  assert.equal((await theLogoutToken()).sid, claims(body.access_token).sid);
});

test('A second sign-in in the same browser has the same sid, another browser another', async () => {
  const browser = new Browser();
  const first = claims((await signIn(provider, browser, 'lex')).body.access_token);
  const second = claims((await signIn(provider, browser, 'lex')).body.access_token);
  const elsewhere = claims((await signIn(provider, new Browser(), 'lex')).body.access_token);
  assert.equal(second.sid, first.sid);
  assert.notEqual(elsewhere.sid, first.sid);
});

test('A gateway that does not answer stops nobody from signing out', async () => {
  const browser = new Browser();
  const { body } = await signIn(provider, browser, 'mas');
  answer = 503;
  const out = await browser.open(signOut(body));
  assert.equal(out.location, `${provider.husetUrl}/`);
  assert.equal(told.length, 1);
  assert.equal((await provider.token(refresh(body.refresh_token, gateway))).status, 400);
  const again = await browser.follow(authorization(provider.issuer, { redirect_uri: `${provider.husetUrl}/signin-huset` }).url);
  assert.match(again.text, /Lösenord/);
});
