import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadRealm } from '../realm.mjs';
import { husetUrl, realmFiles, secrets } from './support.mjs';

const env = { HUSET_URL: husetUrl, ...secrets };
const [realmFile, demoFile] = realmFiles;

test('The production realm has no person and no secret in it', () => {
  const text = readFileSync(realmFile, 'utf8');
  const realm = JSON.parse(text);
  assert.ok(realm.users.every(({ serviceAccountClientId }) => serviceAccountClientId));
  assert.doesNotMatch(text, /"credentials"/);
  assert.ok(realm.clients.filter(({ secret }) => secret).every(({ secret }) => /^\$\{HUSET_\w+_SECRET\}$/.test(secret)));
  assert.ok(realm.clients.every(({ directAccessGrantsEnabled }) => !directAccessGrantsEnabled));
});

test('Every role that a person has exists, and every role has a text', () => {
  const realm = loadRealm(realmFiles, env);
  const roles = new Map(realm.roles.realm.map(({ name, description }) => [name, description]));
  for (const user of realm.users) for (const role of user.realmRoles) assert.ok(roles.get(role), `${user.username}: ${role}`);
  const used = new Set(realm.users.flatMap(({ realmRoles }) => realmRoles));
  assert.deepEqual([...roles.keys()].filter((role) => !used.has(role)), []);
});

test('Every client asks for the audience that the services demand', () => {
  for (const { clientId, protocolMappers } of loadRealm(realmFiles, env).clients) {
    assert.ok(protocolMappers.some(({ config }) => config['included.custom.audience'] === 'huset-api'), clientId);
  }
});

test('A person keeps the same id every time', () => {
  const [first, second] = [loadRealm(realmFiles, env), loadRealm(realmFiles, env)];
  assert.equal(first.userByName.get('lex').id, second.userByName.get('lex').id);
  assert.equal(new Set(first.users.map(({ id }) => id)).size, first.users.length);
});

test('The development realm for Keycloak is the two files in one, with its placeholders left to fill', () => {
  const script = fileURLToPath(new URL('../keycloak.mjs', import.meta.url));
  const merged = execFileSync(process.execPath, [script, realmFile, demoFile], { encoding: 'utf8' });
  const kept = readFileSync(new URL('../keycloak-development/huset-realm.json', import.meta.url), 'utf8');
  assert.equal(kept, merged, 'npm run keycloak writes it anew');
  const realm = JSON.parse(kept);
  assert.equal(realm.realm, 'huset');
  assert.deepEqual(realm.clients.map(({ clientId }) => clientId), ['huset-gateway', 'huset-integration', 'huset-analyst', 'huset-cli', 'huset-demo']);
  assert.ok(realm.users.some(({ username }) => username === 'medarbetare'));
  assert.equal(realm.clients[0].secret, '${HUSET_GATEWAY_SECRET}');
});
