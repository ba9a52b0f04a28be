// Bundles the process map for the browser into the folder that is given. Called by the project's build (Huset.Processes.csproj).
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const output = resolve(process.argv[2] ?? join(here, '..', 'wwwroot', 'bundle'));
const lock = join(here, 'node_modules.lock');
const installed = join(here, 'node_modules', '.huset-installed');

await mkdir(output, { recursive: true });
await take(lock);
try {
  await install();
  await bundle();
} finally {
  await rmdir(lock);
}

// Two builds may run at once; what one of them left behind when it was killed is old.
async function take(folder) {
  for (;;) {
    try {
      return await mkdir(folder);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const age = await stat(folder).then(({ mtimeMs }) => Date.now() - mtimeMs, () => 0);
      if (age > 180_000) await rmdir(folder).catch(() => {});
      await new Promise((wake) => setTimeout(wake, 100));
    }
  }
}

async function install() {
  const wanted = await readFile(join(here, 'package-lock.json'), 'utf8');
  if ((await readFile(installed, 'utf8').catch(() => '')) === wanted) return;
  const npm = spawnSync('npm', ['ci', '--silent', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.error || npm.status !== 0) {
    console.error(`Browser/build.mjs : error HUSET001: npm ci failed in ${here} (${npm.error?.message ?? `code ${npm.status}`}). The process map needs npm and the packages of its package-lock.json.`);
    process.exitCode = 1;
    await rmdir(lock);
    process.exit();
  }
  await writeFile(installed, wanted);
}

async function bundle() {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    entryPoints: { 'process-map': 'src/process-map.js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    outdir: output,
    write: false,
    metafile: true,
    loader: { '.woff2': 'file', '.woff': 'empty', '.ttf': 'empty', '.eot': 'empty', '.svg': 'empty' },
    logLevel: 'warning',
  });
  const files = [...outputFiles, { path: join(output, 'licences.txt'), contents: await licences(metafile) }];
  const names = new Set();
  for (const { path, contents } of files) {
    // A server or another build may read the file meanwhile.
    await writeFile(`${path}.next`, contents);
    await rename(`${path}.next`, path);
    names.add(path);
  }
  for (const name of await readdir(output)) {
    if (!names.has(join(output, name))) await rm(join(output, name), { force: true });
  }
}

/** The licences of all that is in the bundle, as they ask to be passed on. */
async function licences({ inputs }) {
  const packages = [...new Set(Object.keys(inputs).map((path) => path.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean))].sort();
  const texts = packages.map(async (name) => {
    const folder = join(here, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version}\n\n${file ? (await readFile(join(folder, file), 'utf8')).trim() : license}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(80)}\n\n`);
}
