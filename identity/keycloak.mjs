// Prints one whole realm for Keycloak's `--import-realm` from a realm file and partial imports. `npm run keycloak` keeps the development one.
import { mergeRealmFiles } from './realm.mjs';

const lines = (value) => Array.isArray(value) ? `[\n    ${value.map((item) => JSON.stringify(item)).join(',\n    ')}\n  ]` : JSON.stringify(value);
const realm = mergeRealmFiles(process.argv.slice(2));
console.log(`{\n${Object.entries(realm).map(([key, value]) => `  ${JSON.stringify(key)}: ${lines(value)}`).join(',\n')}\n}`);
