import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Journal } from '../state.mjs';
import { authorization, Browser, claims, gateway, husetUrl, password, refresh, signIn, startAndEnd, startProvider, realmFiles, secrets } from './support.mjs';

test('Killed at any moment, the provider signs nobody out', async () => {
  const provider = await startProvider();
  try {
    const browser = new Browser();
    const { body } = await signIn(provider, browser, 'enhetschef');
    const refreshed = (await provider.token(refresh(body.refresh_token, gateway))).body;
    await provider.restart('SIGKILL');

    const again = await provider.token(refresh(refreshed.refresh_token, gateway));
    assert.equal(again.status, 200);
    assert.equal(claims(again.body.access_token).sub, claims(body.access_token).sub);
    assert.ok((await browser.follow(authorization(provider.issuer).url)).location.startsWith(husetUrl));
    const info = await fetch(`${provider.issuer}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${body.access_token}` } });
    assert.equal(info.status, 200);
    // The gateway died before it had stored the answer and asks once more.
    assert.equal((await provider.token(refresh(body.refresh_token, gateway))).status, 200);
  } finally {
    assert.equal(await provider.stop(), 0);
  }
});

test('A sign-in that was under way goes on after a restart', async () => {
  const provider = await startProvider();
  try {
    const browser = new Browser();
    const page = await browser.follow(authorization(provider.issuer).url);
    await provider.restart('SIGKILL');
    assert.ok((await browser.fill(page, { username: 'lex', password: 'huset' })).location.startsWith(husetUrl));
  } finally {
    await provider.stop();
  }
});

test('Keys and state are for the owner only', async () => {
  const provider = await startProvider();
  try {
    await provider.token(password('lex'));
    for (const file of ['keys.json', 'state.ndjson']) assert.equal(statSync(join(provider.state, file)).mode & 0o777, 0o600);
  } finally {
    await provider.stop();
  }
});

test('The life of an access token can be set for tests', async () => {
  const provider = await startProvider({ HUSET_ACCESS_TOKEN_SECONDS: '2' });
  try {
    const { body } = await provider.token(password('lex'));
    const { iat, exp } = claims(body.access_token);
    assert.equal(body.expires_in, 2);
    assert.equal(exp - iat, 2);
  } finally {
    await provider.stop();
  }
});

test('Without the demonstration files there are no people to try and no password grant', async () => {
  const provider = await startProvider({ HUSET_REALM_FILES: realmFiles[0], HUSET_DEMO_SECRET: '' });
  try {
    assert.doesNotMatch((await new Browser().follow(authorization(provider.issuer).url)).text, /Prova som/);
    assert.equal((await provider.token(password('lex'))).body.error, 'invalid_client');
  } finally {
    await provider.stop();
  }
});

test('It refuses to start outside loopback or with something missing, and says what', async () => {
  const whole = { PORT: '1', HUSET_REALM_FILES: realmFiles.join(':'), HUSET_IDENTITY_STATE: tmpdir(), HUSET_URL: husetUrl, ...secrets };
  const outside = await startAndEnd({ ...whole, HUSET_IDENTITY_HOST: '0.0.0.0' });
  assert.equal(outside.code, 1);
  assert.match(outside.errors, /loopback only/);
  const { HUSET_GATEWAY_SECRET, HUSET_DEMO_SECRET, ...some } = whole;
  const missing = await startAndEnd(some);
  assert.equal(missing.code, 1);
  assert.match(missing.errors, /HUSET_GATEWAY_SECRET, HUSET_DEMO_SECRET/);
});

test('The journal forgets what has expired and survives a line cut short', () => {
  const folder = mkdtempSync(join(tmpdir(), 'huset-journal-'));
  try {
    const journal = new Journal(folder);
    journal.set('Session:a', { uid: 'u', accountId: '1' }, 60);
    journal.set('RefreshToken:b', { grantId: 'g' }, 60);
    journal.set('RefreshToken:old', { grantId: 'g' }, -1);
    journal.consume('RefreshToken:b');
    appendFileSync(join(folder, 'state.ndjson'), '{"key":"RefreshToken:c","entry":{"pay');

    const revived = new Journal(folder);
    assert.equal(revived.sessionByUid('u').accountId, '1');
    assert.ok(revived.get('RefreshToken:b').consumed);
    assert.equal(revived.get('RefreshToken:old'), undefined);
    assert.equal(readFileSync(join(folder, 'state.ndjson'), 'utf8').trim().split('\n').length, 2);

    revived.deleteGrant('RefreshToken', 'g');
    for (let i = 0; i < 3000; i++) revived.set('Session:a', { uid: `u${i}` }, 60);
    assert.equal(revived.sessionByUid('u'), undefined);
    assert.ok(readFileSync(join(folder, 'state.ndjson'), 'utf8').split('\n').length < 1100);
    assert.equal(new Journal(folder).get('RefreshToken:b'), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
