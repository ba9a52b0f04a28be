// A page that did not wait for a slow room asks again, and shows what has come where nobody is at work in it.
const WAITS = [500, 1000, 2000, 4000, 8000];

const parts = (page) => [...page.querySelectorAll('[data-front]')];

for (const wait of WAITS) {
  if (!document.querySelector('[data-waits]')) break;
  await new Promise((resolve) => setTimeout(resolve, wait));
  const answer = await fetch('/', { headers: { Accept: 'text/html' } }).catch(() => null);
  // Signed out meanwhile, or nobody is there: the page stays as it was.
  if (!answer?.ok || answer.redirected) break;
  const fresh = parts(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  const old = parts(document);
  if (fresh.length !== old.length) break;
  if (old.some((part) => part.contains(document.activeElement))) continue;
  old.forEach((part, index) => part.replaceWith(fresh[index]));
}
