import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** The realm document made of one realm file and any number of partial imports (clients and users added to it). */
export function mergeRealmFiles(files) {
  const [realm, ...additions] = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  if (!realm?.realm) throw new Error('The first of the realm files must be a whole realm');
  const all = (key) => [realm, ...additions].flatMap((part) => part[key] ?? []);
  return { ...realm, clients: all('clients'), users: all('users') };
}

/** The same realm with `${NAME}` replaced from the environment, as Keycloak does at import, and looked up by id. */
export function loadRealm(files, env) {
  const missing = new Set();
  const fill = (value) => {
    if (typeof value === 'string') {
      return value.replace(/\$\{(\w+)\}/g, (_, name) => {
        if (!env[name]) missing.add(name);
        return env[name];
      });
    }
    if (Array.isArray(value)) return value.map(fill);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v)]));
    return value;
  };
  const realm = fill(mergeRealmFiles(files));
  if (missing.size) throw new Error(`The realm files need these environment variables: ${[...missing].join(', ')}`);

  const users = realm.users.map((user) => ({ ...user, id: user.id ?? stableId(`${realm.realm}/${user.username}`) }));
  return {
    ...realm,
    users,
    userById: new Map(users.map((user) => [user.id, user])),
    userByName: new Map(users.map((user) => [user.username, user])),
    clientById: new Map(realm.clients.map((client) => [client.clientId, client])),
    serviceAccountOf: new Map(users.filter((u) => u.serviceAccountClientId).map((u) => [u.serviceAccountClientId, u])),
  };
}

/** The claims that Keycloak would put in a token of this kind: `access`, `id` or `userinfo`. */
export function claimsFor(user, client, kind) {
  const claims = {
    preferred_username: user.username,
    name: [user.firstName, user.lastName].filter(Boolean).join(' ') || undefined,
    given_name: user.firstName,
    family_name: user.lastName,
  };
  if (kind === 'access') claims.realm_access = { roles: user.realmRoles ?? [] };
  for (const { protocolMapper, config } of client.protocolMappers ?? []) {
    if (protocolMapper !== 'oidc-usermodel-attribute-mapper' || config[`${kind}.token.claim`] !== 'true') continue;
    const values = user.attributes?.[config['user.attribute']];
    if (values?.length) claims[config['claim.name']] = config.multivalued === 'true' ? values : values[0];
  }
  return claims;
}

export function audienceOf(client) {
  const audiences = (client.protocolMappers ?? [])
    .filter(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper')
    .map(({ config }) => config['included.custom.audience']);
  return audiences.length > 1 ? audiences : audiences[0] ?? 'account';
}

export const mappedClaims = (realm) => [...new Set(realm.clients
  .flatMap((client) => client.protocolMappers ?? [])
  .map(({ config }) => config['claim.name'])
  .filter(Boolean))];

/** A Keycloak client in the words of oidc-provider. */
export function clientMetadata(client) {
  const grants = [
    client.standardFlowEnabled && 'authorization_code',
    client.directAccessGrantsEnabled && 'password',
    (client.standardFlowEnabled || client.directAccessGrantsEnabled) && 'refresh_token',
    client.serviceAccountsEnabled && 'client_credentials',
  ].filter(Boolean);
  return {
    client_id: client.clientId,
    client_name: client.name,
    ...(client.publicClient ? {} : { client_secret: client.secret }),
    token_endpoint_auth_method: client.publicClient ? 'none' : 'client_secret_basic',
    grant_types: grants,
    response_types: client.standardFlowEnabled ? ['code'] : [],
    // The library compares addresses exactly; Keycloak's wildcards would never match.
    redirect_uris: client.redirectUris ?? [],
    post_logout_redirect_uris: client.attributes?.['post.logout.redirect.uris']?.split('##') ?? [],
    backchannel_logout_uri: client.attributes?.['backchannel.logout.url'],
    backchannel_logout_session_required: client.attributes?.['backchannel.logout.session.required'] === 'true',
  };
}

export const requiresPkce = (client) => client.attributes?.['pkce.code.challenge.method'] === 'S256';

// A name-based UUID, so that a person keeps the same `sub` over restarts and installations.
function stableId(name) {
  const bytes = createHash('sha1').update(`huset-identity:${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
