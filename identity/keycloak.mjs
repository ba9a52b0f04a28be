// Writes one realm file for Keycloak's `--import-realm`: `node keycloak.mjs <realm file> [partial import ...] > huset-realm.json`.
import { mergeRealmFiles } from './realm.mjs';

console.log(JSON.stringify(mergeRealmFiles(process.argv.slice(2)), null, 2));
