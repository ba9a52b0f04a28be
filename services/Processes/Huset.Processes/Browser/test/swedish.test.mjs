// Every text that bpmn-js can show has its Swedish: all that its sources ask to have translated, and the labels of its menus.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { swedish, words } from '../src/swedish.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The sources that the bundle is made of. */
async function sources() {
  const { metafile } = await build({
    absWorkingDir: root, entryPoints: ['src/process-map.js'], bundle: true, splitting: true, format: 'esm', outdir: 'out', write: false, metafile: true,
    loader: { '.woff2': 'empty', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty' },
  });
  return Object.keys(metafile.inputs).filter((path) => path.endsWith('.js') && /node_modules\/(bpmn-js|diagram-js)/.test(path));
}

/** What is asked for, without the comments' examples. */
function texts(code) {
  const bare = code.replace(/\/\*[\s\S]*?\*\//g, '');
  const asked = [...bare.matchAll(/\btranslate\(\s*(['"])((?:(?!\1).)+)\1\s*(\+)?/g)].filter(([, , text, more]) => !more && !text.includes(' + ')).map(([, , text]) => text);
  const labels = [...bare.matchAll(/\blabel: (['"])((?:(?!\1).)+)\1/g)].map(([, , text]) => text);
  const messages = [...bare.matchAll(/_ERR_MSG = (['"])((?:(?!\1).)+)\1/g)].map(([, , text]) => text);
  const alignments = [...bare.matchAll(/ALIGNMENT_OPTIONS = \[([^\]]*)\]/g)].flatMap(([, list]) => [...list.matchAll(/'(\w+)'/g)].map(([, way]) => `Align elements ${way}`));
  return [...asked, ...labels, ...messages, ...alignments];
}

test('every text of the drawing tool has its Swedish', async () => {
  const files = await sources();
  const found = new Set(files.flatMap((file) => texts(readFileSync(join(root, file), 'utf8'))));
  assert.ok(found.size > 100, `only ${found.size} texts were found: the search itself has failed`);
  for (const known of ['Create task', 'Align elements left', 'Exclusive gateway', 'flow elements must be children of pools/participants']) assert.ok(found.has(known), known);
  assert.deepEqual([...found].filter((text) => !(text in words)).sort(), []);
});

test('what is named is filled in', () => {
  const [, translate] = swedish.translate;
  assert.equal(translate('Open {element}', { element: 'Utredning' }), 'Öppna Utredning');
  assert.equal(translate('Delete'), 'Ta bort');
});
