// Opens each route file in Kaoto's model and saves it as Kaoto does. Fails where the data of a file is another one then, where
// its comment is gone, or where a file with a route shows no diagram.
//
//   npm install --legacy-peer-deps --ignore-scripts && node roundtrip.mjs ../../../../routes ../../../../docs/examples
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';

// Kaoto loses the comment of a Kamelet, whose data is that of a Kubernetes resource.
const WITHOUT_COMMENT = /\.kamelet\.yaml$/;

// Files with beans only have a form and no diagram.
const WITHOUT_DIAGRAM = /\/configuration\//;

const BROWSER = `
globalThis.window = globalThis;
globalThis.localStorage = globalThis.sessionStorage = { getItem: () => null, setItem() {}, removeItem() {} };
globalThis.document = new Proxy(function () {}, {
  get: (target, key) => (key === Symbol.toPrimitive ? () => '' : key === 'length' ? 0 : globalThis.document),
  apply: () => globalThis.document,
  set: () => true,
});
for (const name of ['HTMLElement', 'Element', 'Node', 'XMLSerializer']) globalThis[name] = class {};
globalThis.DOMParser = class { parseFromString() { return globalThis.document; } };
globalThis.addEventListener = () => {};
`;

const NOTHING = `
const nothing = new Proxy(function () { return nothing; }, {
  get: (target, key) => (key === Symbol.iterator ? function* () {} : key === 'then' ? undefined : nothing),
});
module.exports = nothing;
`;

// Parts of the user interface that are not installed are replaced by nothing: the model does not need them.
const withoutInterface = {
  name: 'without-interface',
  setup(bundle) {
    bundle.onResolve({ filter: /^[^./]/ }, async (asked) => {
      if (asked.pluginData === 'asked' || asked.kind === 'entry-point') return undefined;
      const found = await bundle.resolve(asked.path, {
        kind: asked.kind,
        resolveDir: asked.resolveDir,
        pluginData: 'asked',
      });
      return found.errors.length ? { path: asked.path, namespace: 'nothing' } : found;
    });
    bundle.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: NOTHING, loader: 'js' }));
  },
};

async function kaoto() {
  const folder = mkdtempSync(join(tmpdir(), 'kaoto-'));
  const outfile = join(folder, 'kaoto.cjs');
  const browser = join(folder, 'browser.js');
  writeFileSync(browser, BROWSER);
  await build({
    stdin: {
      contents: "export * from '@kaoto/kaoto/lib/esm/models/camel/camel-resource-factory.js';",
      resolveDir: import.meta.dirname,
    },
    alias: { '@kaoto/kaoto/lib': './node_modules/@kaoto/kaoto/lib' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    inject: [browser],
    loader: { '.scss': 'empty', '.css': 'empty', '.svg': 'empty', '.png': 'empty' },
    logLevel: 'error',
    plugins: [withoutInterface],
  });
  try {
    return createRequire(import.meta.url)(outfile);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filesIn(place) {
  return statSync(place).isDirectory()
    ? readdirSync(place).flatMap((name) => filesIn(join(place, name)))
    : [place].filter((file) => file.endsWith('.yaml'));
}

const { CamelResourceFactory } = await kaoto();
const files = process.argv.slice(2).flatMap(filesIn);
let wrong = 0;
for (const file of files) {
  const before = readFileSync(file, 'utf8');
  const resource = CamelResourceFactory.createCamelResource(before, { path: file });
  const after = resource.toString();
  const comments = before.split('\n').filter((line) => line.startsWith('#'));
  const problems = [
    !isDeepStrictEqual(parse(before), parse(after)) && 'its data is another one',
    !WITHOUT_COMMENT.test(file) && !comments.every((line) => after.includes(line)) && 'its comment is gone',
    !WITHOUT_DIAGRAM.test(file) && !resource.getVisualEntities().length && 'it has no diagram',
  ].filter(Boolean);
  wrong += problems.length;
  problems.forEach((problem) => console.log(`${file}: ${problem}`));
}
console.log(`${files.length} files, ${wrong} problems`);
process.exitCode = wrong || !files.length ? 1 : 0;
