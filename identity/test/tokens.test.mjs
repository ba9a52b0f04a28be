import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { claims, husetUrl, password, post, refresh, startProvider } from './support.mjs';

let provider;
before(async () => { provider = await startProvider(); });
after(() => provider.stop());

test('Discovery names the addresses that Keycloak has', async () => {
  const document = await (await fetch(`${provider.issuer}/.well-known/openid-configuration`)).json();
  const protocol = `${provider.issuer}/protocol/openid-connect`;
  assert.equal(document.issuer, provider.issuer);
  assert.equal(document.authorization_endpoint, `${protocol}/auth`);
  assert.equal(document.token_endpoint, `${protocol}/token`);
  assert.equal(document.jwks_uri, `${protocol}/certs`);
  assert.equal(document.userinfo_endpoint, `${protocol}/userinfo`);
  assert.equal(document.end_session_endpoint, `${protocol}/logout`);
  assert.equal(document.revocation_endpoint, `${protocol}/revoke`);
  assert.equal(document.introspection_endpoint, `${protocol}/token/introspect`);
  assert.deepEqual(document.code_challenge_methods_supported, ['S256']);
});

test('The issuer is the same by every name of loopback', async () => {
  const document = await (await fetch(`http://127.0.0.1:${provider.port}/realms/huset/.well-known/openid-configuration`)).json();
  assert.equal(document.issuer, provider.issuer);
  assert.ok(document.token_endpoint.startsWith(provider.issuer));
});

test('A password gives an access token with the claims that the services read', async () => {
  const { status, body } = await provider.token(password('enhetschef'));
  assert.equal(status, 200);
  assert.equal(body.token_type, 'Bearer');
  assert.equal(body.expires_in, 300);
  const keys = createRemoteJWKSet(new URL(`${provider.issuer}/protocol/openid-connect/certs`));
  const { payload, protectedHeader } = await jwtVerify(body.access_token, keys, { issuer: provider.issuer, audience: 'huset-api' });
  assert.equal(protectedHeader.alg, 'RS256');
  assert.equal(protectedHeader.typ, 'JWT');
  assert.equal(payload.typ, 'Bearer');
  assert.equal(payload.azp, 'huset-cli');
  assert.match(payload.sub, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(payload.preferred_username, 'enhetschef');
  assert.equal(payload.name, 'Karin Kvist');
  assert.deepEqual(payload.realm_access.roles, ['enhetschef', 'medarbetare']);
  assert.deepEqual(payload.units, ['norrangen', 'kullen']);
  assert.equal(payload.homeUnit, 'norrangen');
  assert.equal(body.id_token, undefined);
});

test('A single unit is a list too, and a person without units has no such claim', async () => {
  const chef = claims((await provider.token(password('chef-norrangen'))).body.access_token);
  const employee = claims((await provider.token(password('medarbetare'))).body.access_token);
  assert.deepEqual(chef.units, ['norrangen']);
  assert.equal('units' in employee, false);
  assert.equal(employee.homeUnit, 'norrangen');
});

test('openid adds an id token for the client itself', async () => {
  const { body } = await provider.token(password('medarbetare', { scope: 'openid' }));
  const id = claims(body.id_token);
  assert.equal(id.aud, 'huset-cli');
  assert.equal(id.name, 'Anna Andersson');
  assert.equal(id.homeUnit, 'norrangen');
  assert.equal('realm_access' in id, false);
});

test('A wrong password and an unknown user get the same answer as from Keycloak', async () => {
  for (const form of [password('lex', { password: 'fel' }), password('finns-inte'), password('service-account-huset-analyst')]) {
    const { status, body } = await provider.token(form);
    assert.equal(status, 401);
    assert.deepEqual(body, { error: 'invalid_grant', error_description: 'Invalid user credentials' });
  }
});

test('Guessing is stopped after five failures, for that user only', async () => {
  for (let i = 0; i < 5; i++) assert.equal((await provider.token(password('mas', { password: `fel${i}` }))).status, 401);
  const stopped = await provider.token(password('mas'));
  assert.equal(stopped.status, 429);
  assert.ok(Number(stopped.headers.get('retry-after')) > 0);
  assert.equal((await provider.token(password('lex'))).status, 200);
});

test('Client credentials act as the service account of the realm file', async () => {
  const { status, body } = await provider.token({ grant_type: 'client_credentials', client_id: 'huset-analyst', client_secret: 'analyst' });
  assert.equal(status, 200);
  assert.equal(body.refresh_token, undefined);
  const token = claims(body.access_token);
  assert.equal(token.azp, 'huset-analyst');
  assert.equal(token.aud, 'huset-api');
  assert.equal(token.preferred_username, 'service-account-huset-analyst');
  assert.deepEqual(token.realm_access.roles, ['analytiker']);
});

test('The client secret may come as basic authentication', async () => {
  const { status, body } = await provider.token({ grant_type: 'client_credentials' }, { authorization: `Basic ${btoa('huset-integration:integration')}` });
  assert.equal(status, 200);
  assert.deepEqual(claims(body.access_token).realm_access.roles, ['integration']);
});

test('Clients that may not are refused in the words of Keycloak', async () => {
  const credentials = { error_description: 'Invalid client or Invalid client credentials' };
  const cases = [
    [{ grant_type: 'client_credentials', client_id: 'huset-analyst', client_secret: 'fel' }, 401, { error: 'unauthorized_client', ...credentials }],
    [{ grant_type: 'client_credentials', client_id: 'okänd', client_secret: 'fel' }, 401, { error: 'invalid_client', ...credentials }],
    [{ grant_type: 'client_credentials', client_id: 'huset-cli' }, 401, { error: 'unauthorized_client', error_description: 'Client not enabled to retrieve service account' }],
    [{ grant_type: 'password', client_id: 'huset-gateway', client_secret: 'gateway', username: 'lex', password: 'huset' }, 400, { error: 'unauthorized_client', error_description: 'Client not allowed for direct access grants' }],
  ];
  for (const [form, status, body] of cases) {
    const answer = await provider.token(form);
    assert.equal(answer.status, status);
    assert.deepEqual(answer.body, body);
  }
});

test('A public client\'s refresh token is used once, and using it again ends what came of it', async () => {
  const first = (await provider.token(password('registrator'))).body;
  const second = await provider.token(refresh(first.refresh_token));
  assert.equal(second.status, 200);
  assert.notEqual(second.body.refresh_token, first.refresh_token);
  assert.equal(claims(second.body.access_token).aud, 'huset-api');

  const reused = await provider.token(refresh(first.refresh_token));
  assert.equal(reused.status, 400);
  assert.deepEqual(reused.body, { error: 'invalid_grant', error_description: 'Invalid refresh token' });
  assert.equal((await provider.token(refresh(second.body.refresh_token))).status, 400);
});

test('Userinfo and introspection answer for an access token and refuse another', async () => {
  const { access_token: token } = (await provider.token(password('kvalitet'))).body;
  const protocol = `${provider.issuer}/protocol/openid-connect`;
  const info = await fetch(`${protocol}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await info.json()).preferred_username, 'kvalitet');
  const forged = await fetch(`${protocol}/userinfo`, { headers: { authorization: `Bearer ${token.slice(0, -8)}AAAAAAAA` } });
  assert.equal(forged.status, 401);

  const analyst = { client_id: 'huset-analyst', client_secret: 'analyst' };
  const active = await post(`${protocol}/token/introspect`, { token, ...analyst });
  assert.equal(active.body.active, true);
  assert.equal(active.body.username, 'kvalitet');
  assert.deepEqual((await post(`${protocol}/token/introspect`, { token: `${token}x`, ...analyst })).body, { active: false });
  assert.equal((await post(`${protocol}/token/introspect`, { token, client_id: 'huset-analyst', client_secret: 'fel' })).status, 401);
});

test('No foreign page may read the token endpoint, and no foreign name reaches it', async () => {
  const crossed = await provider.token(password('lex'), { origin: 'http://elsewhere.example' });
  assert.equal(crossed.headers.get('access-control-allow-origin'), null);
  const status = await new Promise((resolve) => {
    http.get({ host: '127.0.0.1', port: provider.port, path: '/realms/huset/.well-known/openid-configuration', headers: { host: 'rebound.example' } }, (res) => resolve(res.resume().statusCode));
  });
  assert.equal(status, 421);
});

test('Health answers, and an unknown address says so in Swedish', async () => {
  assert.deepEqual(await (await fetch(`http://localhost:${provider.port}/health/ready`)).json(), { status: 'UP' });
  for (const path of ['/nowhere', '/realms/huset/nowhere']) {
    const page = await fetch(`http://localhost:${provider.port}${path}`);
    assert.equal(page.status, 404);
    const text = await page.text();
    assert.match(text, /Sidan finns inte/);
    assert.match(text, new RegExp(`href="${husetUrl}/"`));
  }
});
