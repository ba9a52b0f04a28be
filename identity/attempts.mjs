const WINDOW = 60_000;
const LIMITS = { user: 5, address: 50 };

/** Failed sign-ins of the last minute, per user at an address and per address. In memory: a restart forgives. */
export class Attempts {
  #failures = new Map();

  /** Seconds to wait before the next try, 0 when it may be made now. */
  wait(user, address) {
    return Math.max(...this.#keys(user, address).map(([key, limit]) => {
      const failures = this.#failures.get(key);
      const left = failures ? failures.since + WINDOW - Date.now() : 0;
      return left > 0 && failures.count >= limit ? Math.ceil(left / 1000) : 0;
    }));
  }

  failed(user, address) {
    const now = Date.now();
    if (this.#failures.size > 10_000) {
      for (const [key, { since }] of this.#failures) if (since + WINDOW < now) this.#failures.delete(key);
    }
    for (const [key] of this.#keys(user, address)) {
      const failures = this.#failures.get(key);
      if (failures && failures.since + WINDOW > now) failures.count++;
      else this.#failures.set(key, { count: 1, since: now });
    }
  }

  succeeded(user, address) {
    this.#failures.delete(this.#keys(user, address)[0][0]);
  }

  #keys(user, address) {
    return [[`user ${user.slice(0, 200)} ${address}`, LIMITS.user], [`address ${address}`, LIMITS.address]];
  }
}
