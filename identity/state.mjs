import { randomBytes } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

/** The signing key and the cookie keys: made once, so that tokens and sessions outlive the process. */
export async function loadKeys(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'keys.json');
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' };
    key.kid = await calculateJwkThumbprint(key);
    writeWhole(file, JSON.stringify({ jwks: { keys: [key] }, cookieKeys: [randomBytes(32).toString('base64url')] }));
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Sessions, grants and refresh tokens in memory, each change also a line in a journal before it is answered:
 * what has reached the file survives a kill of the process. The journal is rewritten when most of it is history.
 */
export class Journal {
  #entries = new Map();
  #sessions = new Map();
  #lines = 0;
  #file;

  constructor(folder) {
    this.#file = join(folder, 'state.ndjson');
    if (existsSync(this.#file)) {
      for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
        try {
          const { key, entry } = JSON.parse(line);
          this.#remember(key, entry);
        } catch {
          // The last line is cut short when the process was killed while writing it: it was never answered.
        }
      }
    }
    this.#rewrite();
  }

  get(key) {
    const entry = this.#entries.get(key);
    return entry && entry.expires > Date.now() ? entry.payload : undefined;
  }

  set(key, payload, seconds) {
    this.#write(key, { payload, expires: seconds ? Date.now() + seconds * 1000 : Number.MAX_SAFE_INTEGER });
  }

  consume(key) {
    const entry = this.#entries.get(key);
    if (entry) this.#write(key, { ...entry, payload: { ...entry.payload, consumed: Math.floor(Date.now() / 1000) } });
  }

  delete(key) {
    if (this.#entries.has(key)) this.#write(key);
  }

  deleteGrant(model, grantId) {
    for (const [key, { payload }] of this.#entries) {
      if (key.startsWith(`${model}:`) && payload.grantId === grantId) this.delete(key);
    }
  }

  sessionByUid(uid) {
    return this.get(this.#sessions.get(uid));
  }

  #write(key, entry) {
    this.#remember(key, entry);
    appendFileSync(this.#file, `${JSON.stringify({ key, entry })}\n`, { mode: 0o600 });
    if (++this.#lines > 1000 + 4 * this.#entries.size) this.#rewrite();
  }

  #remember(key, entry) {
    const before = this.#entries.get(key);
    if (before?.payload.uid && this.#sessions.get(before.payload.uid) === key) this.#sessions.delete(before.payload.uid);
    if (!entry) {
      this.#entries.delete(key);
      return;
    }
    this.#entries.set(key, entry);
    if (key.startsWith('Session:')) this.#sessions.set(entry.payload.uid, key);
  }

  #rewrite() {
    const now = Date.now();
    for (const [key, entry] of this.#entries) if (entry.expires <= now) this.#remember(key);
    writeWhole(this.#file, [...this.#entries].map(([key, entry]) => `${JSON.stringify({ key, entry })}\n`).join(''));
    this.#lines = this.#entries.size;
  }
}

/** The journal as the storage that oidc-provider asks for. */
export const adapterOver = (journal) => class Adapter {
  constructor(model) {
    this.model = model;
  }

  #key(id) {
    return `${this.model}:${id}`;
  }

  async upsert(id, payload, expiresIn) { journal.set(this.#key(id), payload, expiresIn); }
  async find(id) { return journal.get(this.#key(id)); }
  async findByUid(uid) { return journal.sessionByUid(uid); }
  async findByUserCode() { return undefined; }
  async consume(id) { journal.consume(this.#key(id)); }
  async destroy(id) { journal.delete(this.#key(id)); }
  async revokeByGrantId(grantId) { journal.deleteGrant(this.model, grantId); }
};

// Written beside and moved into place: a reader sees the old file or the new one, never half of it.
function writeWhole(file, content) {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
