const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

const texts = {
  credentials: 'Användarnamnet eller lösenordet stämmer inte. Kontrollera stavningen och att Caps Lock är av, och försök igen.',
  username: 'Skriv ditt användarnamn.',
  password: 'Skriv ditt lösenord.',
};

/** The provider's few pages, in Swedish, with everything they need from the provider itself and no script. */
export function createPages({ base, homePage, realm }) {
  const layout = (title, body) => `<!doctype html>
<html lang="sv">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)} – Huset</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}/login.css">
</head>
<body>
<header class="bar"><a href="${escape(homePage)}">Huset</a></header>
<main>
${body}
</main>
</body>
</html>
`;

  const simple = (title, text) => layout(title, `<div class="card">
<h1>${title}</h1>
<p>${text}</p>
<p><a class="button" href="${escape(homePage)}">Till Huset</a></p>
</div>`);

  const field = ({ name, label, type, autocomplete, value = '', error, focus }) => `<div class="field${error ? ' wrong' : ''}">
<label for="${name}">${label}</label>
${error ? `<p class="error" id="${name}-error">${error}</p>` : ''}
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" autocapitalize="none" spellcheck="false" required value="${escape(value)}"${error ? ` aria-invalid="true" aria-describedby="${name}-error"` : ''}${focus ? ' autofocus' : ''}>
</div>`;

  // Only people with a password in the realm files are shown: that is the demonstration realm and no other.
  const people = realm.users.filter((user) => user.credentials?.length && !user.username.startsWith('chef-'));
  const roleText = new Map(realm.roles.realm.map(({ name, description }) => [name, description]));

  const demo = (action) => people.length === 0 ? '' : `<section class="card demo" aria-labelledby="demo">
<h2 id="demo">Prova som</h2>
<p>Det här är en provmiljö med påhittade personer. Välj en person, så fylls användarnamnet i. Lösenordet är <strong>huset</strong> för alla.</p>
<ul>
${people.map((user) => `<li><a href="${action}?user=${encodeURIComponent(user.username)}"><strong>${escape(user.username)}</strong> <span>${escape(`${user.firstName} ${user.lastName}`)}</span></a>
<p>${escape(roleText.get(user.realmRoles[0]) ?? '')}</p></li>`).join('\n')}
</ul>
<p>Varje enhet har också en chef: <strong>chef-</strong> följt av enhetens kod, till exempel <a href="${action}?user=chef-norrangen">chef-norrangen</a>.</p>
</section>`;

  return {
    login({ uid, username = '', problem, wait }) {
      const action = `${base}/login/${uid}`;
      const message = wait ? `För många försök. Vänta ${wait} sekunder och försök sedan igen.` : problem === 'credentials' && texts.credentials;
      return layout(`${problem || wait ? 'Fel: ' : ''}Logga in`, `<div class="${people.length ? 'two' : 'one'}">
<div class="card">
<h1>Logga in</h1>
${message ? `<p class="alert" id="alert" role="alert">${message}</p>` : ''}
<form method="post" action="${action}" novalidate${message ? ' aria-describedby="alert"' : ''}>
${field({ name: 'username', label: 'Användarnamn', type: 'text', autocomplete: 'username', value: username, error: problem === 'username' && texts.username, focus: !username })}
${field({ name: 'password', label: 'Lösenord', type: 'password', autocomplete: 'current-password', error: problem === 'password' && texts.password, focus: username })}
<button class="button">Logga in</button>
</form>
</div>
${demo(action)}
</div>`);
    },
    error: (error) => error === 'invalid_request' || error === 'server_error'
      ? simple('Inloggningen gick inte att slutföra', 'Sidan kan ha stått öppen för länge eller öppnats i en annan flik. Gå till Huset och logga in igen.')
      : simple('Inloggningen avbröts', `Gå till Huset och försök igen. Om det händer igen, berätta för den som sköter systemet att felet heter ${escape(error)}.`),
    foreign: () => simple('Inloggningen stoppades', 'Uppgifterna skickades från en annan webbplats. Gå till Huset och logga in därifrån.'),
    notFound: () => simple('Sidan finns inte', 'Adressen leder ingenstans. Gå till Huset och fortsätt därifrån.'),
    signedOut: () => simple('Du är utloggad', 'Du kan stänga fönstret eller logga in igen.'),
    signOut: (form) => layout('Logga ut', `<div class="card">
<h1>Vill du logga ut?</h1>
${form}
<p class="buttons"><button class="button" form="op.logoutForm" name="logout" value="yes">Logga ut</button>
<button class="button quiet" form="op.logoutForm">Stanna kvar</button></p>
</div>`),
  };
}
