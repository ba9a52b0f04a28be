import Provider from 'oidc-provider';
import { audienceOf, claimsFor, clientMetadata, mappedClaims, requiresPkce } from './realm.mjs';

const RESOURCE = 'urn:huset:api';
const SCOPES = ['openid', 'profile', 'email'];
const RESOURCE_SERVER = { audience: RESOURCE, scope: SCOPES.join(' '), accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };

/** oidc-provider, set up so that its addresses, tokens and answers are those of Keycloak with the same realm. */
export function createProvider({ issuer, realm, keys, adapter, pages, checkPassword, verify, homePage, accessTokenSeconds }) {
  const protocol = '/protocol/openid-connect';
  const clientOf = (id) => realm.clientById.get(id);

  const provider = new Provider(issuer, {
    adapter,
    jwks: keys.jwks,
    clients: realm.clients.map(clientMetadata),
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    scopes: SCOPES,
    claims: {
      openid: ['sub', 'sid', ...mappedClaims(realm)],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
    },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: (_, client) => requiresPkce(clientOf(client.clientId)) },
    routes: {
      authorization: `${protocol}/auth`,
      token: `${protocol}/token`,
      jwks: `${protocol}/certs`,
      userinfo: `${protocol}/userinfo`,
      end_session: `${protocol}/logout`,
      revocation: `${protocol}/revoke`,
      introspection: `${protocol}/token/introspect`,
    },
    cookies: {
      keys: keys.cookieKeys,
      names: { session: 'idp_session', interaction: 'idp_login', resume: 'idp_resume' },
      // Cookies do not separate by port: the path keeps these away from everything else on localhost.
      long: { path: new URL(issuer).pathname, httpOnly: true, sameSite: 'lax', signed: true },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      IdToken: accessTokenSeconds,
      AuthorizationCode: 60,
      Interaction: realm.accessCodeLifespanLogin,
      Session: realm.ssoSessionMaxLifespan,
      Grant: realm.ssoSessionMaxLifespan,
      RefreshToken: (ctx, token, client) => isPublic(client) ? realm.ssoSessionIdleTimeout : realm.ssoSessionMaxLifespan,
    },
    clientBasedCORS: () => false,
    // A confidential client's token is bound to its secret. Rotated, an answer that got lost when either side died would look like theft.
    rotateRefreshToken: (ctx) => isPublic(ctx.oidc.client),
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => true,
    interactions: { url: (_, interaction) => `${new URL(issuer).pathname}/login/${interaction.uid}` },
    renderError: (ctx, { error }) => {
      ctx.type = 'html';
      ctx.body = pages.error(error);
    },
    // The library keeps its own calls from loopback, where everything of a development machine is.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    features: {
      backchannelLogout: { enabled: true },
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => logout(ctx, form),
        postLogoutSuccessSource: (ctx) => { ctx.body = pages.signedOut(); },
      },
      // The library issues JWT access tokens only for a named resource: there is one, for every client.
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => RESOURCE_SERVER,
      },
    },
    formats: { customizers: { jwt: (_, token, jwt) => asKeycloakToken(token, jwt) } },
    // No page asks for consent: the clients are the municipality's own.
    loadExistingGrant: async (ctx) => {
      const { session, client } = ctx.oidc;
      if (!session.accountId) return undefined;
      // The same again for the same session: a second sign-in must not end what the first one gave.
      const known = session.grantIdFor(client.clientId);
      return (known && await provider.Grant.find(known)) || newGrant(session.accountId, client);
    },
    findAccount: (ctx, id, token) => {
      const user = realm.userById.get(id);
      return user?.enabled && {
        accountId: id,
        claims: (use) => ({
          sub: id,
          sid: token?.sessionUid,
          ...claimsFor(user, clientOf(ctx.oidc.client.clientId), use === 'userinfo' ? 'userinfo' : 'id'),
        }),
      };
    },
  });

  // One sid for the whole session, as in Keycloak: the same in every token and when the clients are told that it has ended.
  provider.Session.prototype.ensureClientContainer = function ensureClientContainer(clientId) {
    if (this.sidFor(clientId) !== this.uid) this.sidFor(clientId, this.uid);
  };
  provider.on('backchannel.error', (_, error, { clientId }) => console.error(`${clientId} was not told of a sign-out: ${error.message}`));

  async function newGrant(accountId, client) {
    const grant = new provider.Grant({ accountId, clientId: client.clientId });
    grant.addOIDCScope(SCOPES.join(' '));
    grant.addResourceScope(RESOURCE, SCOPES.join(' '));
    await grant.save();
    return grant;
  }

  function asKeycloakToken(token, jwt) {
    const client = clientOf(token.clientId);
    const user = token.accountId ? realm.userById.get(token.accountId) : realm.serviceAccountOf.get(token.clientId);
    const { exp, iat, jti, iss } = jwt.payload;
    jwt.header = { typ: 'JWT' };
    jwt.payload = {
      exp,
      iat,
      jti,
      iss,
      aud: audienceOf(client),
      sub: user.id,
      typ: 'Bearer',
      azp: token.clientId,
      sid: token.sessionUid,
      acr: '1',
      scope: token.scope || 'profile email',
      ...claimsFor(user, client, 'access'),
    };
  }

  // Keycloak asks before it signs out only when no valid id token tells who wants it.
  async function logout(ctx, form) {
    const { session, entities, params } = ctx.oidc;
    if (entities.IdTokenHint?.payload.sub !== session.accountId) {
      ctx.body = pages.signOut(form);
      return;
    }
    for (const [clientId, { grantId, sid }] of Object.entries(session.authorizations ?? {})) {
      await Promise.all([provider.RefreshToken.revokeByGrantId(grantId), provider.Grant.adapter.destroy(grantId), tell(ctx, clientId, sid)]);
    }
    await session.destroy();
    leave(ctx, params);
  }

  async function tell(ctx, clientId, sid) {
    const client = await provider.Client.find(clientId);
    if (!client?.backchannelLogoutUri) return;
    await client.backchannelLogout(ctx.oidc.session.accountId, sid).catch((error) => provider.emit('backchannel.error', ctx, error, client));
  }

  function leave(ctx, { post_logout_redirect_uri: target, state }) {
    const url = new URL(target ?? homePage);
    if (target && state) url.searchParams.set('state', state);
    ctx.redirect(url.href);
    ctx.status = 303;
  }

  // Direct access grant: for the command line in development, where no browser is at hand.
  provider.registerGrantType('password', async (ctx) => {
    const { client, params } = ctx.oidc;
    const { user, wait } = checkPassword(params.username ?? '', params.password ?? '', ctx.req.socket.remoteAddress);
    if (!user) {
      ctx.status = wait ? 429 : 401;
      ctx.body = { error: 'invalid_grant', error_description: wait ? 'Too many failed attempts' : 'Invalid user credentials' };
      if (wait) ctx.set('Retry-After', String(wait));
      return;
    }
    const wanted = new Set(['profile', 'email', ...(params.scope?.split(' ') ?? [])]);
    const scope = SCOPES.filter((s) => wanted.has(s)).join(' ');
    const grant = await newGrant(user.id, client);
    const common = { accountId: user.id, client, grantId: grant.jti, gty: 'password', scope };
    const access = new provider.AccessToken({ ...common, resourceServer: new provider.ResourceServer(RESOURCE, RESOURCE_SERVER) });
    const refresh = new provider.RefreshToken({ ...common, resource: RESOURCE, rotations: 0 });
    ctx.body = {
      access_token: await access.save(),
      expires_in: access.expiration,
      refresh_expires_in: refresh.expiration,
      refresh_token: await refresh.save(),
      token_type: 'Bearer',
      scope,
    };
    if (wanted.has('openid')) {
      const token = new provider.IdToken({ sub: user.id, ...claimsFor(user, clientOf(client.clientId), 'id') }, { ctx });
      token.scope = scope;
      ctx.body.id_token = await token.issue({ use: 'idtoken' });
    }
  }, ['username', 'password', 'scope'], []);

  provider.use(async (ctx, next) => {
    await next();
    const { route, params, session } = ctx.oidc ?? {};
    if (ctx.status === 404 && !ctx.body) {
      ctx.body = pages.notFound();
      ctx.status = 404;
    }
    if (route === 'token' && ctx.status >= 400) asKeycloakError(ctx, clientOf);
    if (route === 'token' && ctx.status === 200) ctx.body['not-before-policy'] = 0;
    // The library knows only its own opaque tokens; Keycloak answers for access tokens too.
    if (route === 'introspection' && ctx.oidc.client && ctx.body?.error === 'unsupported_token_type') {
      const payload = await verify(params.token).catch(() => undefined);
      ctx.status = 200;
      ctx.body = payload ? { ...payload, active: true, client_id: payload.azp, username: payload.preferred_username } : { active: false };
    }
    // Without a session there is nothing to ask about and nothing to end.
    if (route === 'end_session' && ctx.status === 200 && !session.accountId) leave(ctx, params);
  });

  return provider;
}

function asKeycloakError(ctx, clientOf) {
  const { grant_type: grant, client_id: id } = ctx.oidc.params ?? {};
  const { error, error_description: description } = ctx.body;
  const answer = (status, code, text) => {
    ctx.status = status;
    ctx.body = { error: code, error_description: text };
  };
  if (error === 'invalid_client') {
    answer(401, ctx.oidc.client || clientOf(id) ? 'unauthorized_client' : 'invalid_client', 'Invalid client or Invalid client credentials');
  } else if (description === 'requested grant type is not allowed for this client') {
    if (grant === 'client_credentials') answer(401, 'unauthorized_client', 'Client not enabled to retrieve service account');
    else answer(400, 'unauthorized_client', 'Client not allowed for direct access grants');
  } else if (error === 'invalid_grant' && grant === 'refresh_token') {
    answer(400, error, 'Invalid refresh token');
  } else if (error === 'invalid_grant' && grant === 'authorization_code') {
    answer(400, error, 'Code not valid');
  }
}

const isPublic = (client) => client.clientAuthMethod === 'none';
