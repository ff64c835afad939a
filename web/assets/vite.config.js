// Builds every entry into web/static with hashed names and the manifest that web/templating.py reads.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { defineConfig } from 'vite';

const WORTH_IT = 1000; // bytes, as in web/app.py

/** Puts a file with the ending .br beside every script, style and drawing: smaller than what a server can compress while it waits. */
const compressed = {
  name: 'compressed',
  writeBundle({ dir }) {
    for (const name of readdirSync(dir, { recursive: true }).filter((file) => /\.(js|css|svg)$/.test(file))) {
      const content = readFileSync(join(dir, name));
      if (content.length < WORTH_IT) continue;
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    }
  },
};

const ours = (name) => fileURLToPath(new URL(`src/js/${name}`, import.meta.url));

export default defineConfig({
  base: '/static/',
  plugins: [compressed],
  resolve: {
    alias: [
      { find: /^temporal-polyfill$/, replacement: ours('temporal.js') },
      { find: /^luxon$/, replacement: ours('days.js') },
    ],
  },
  build: {
    outDir: '../static',
    emptyOutDir: true,
    manifest: true,
    license: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // data: addresses would need a wider Content-Security-Policy
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: ['src/css/app.css', 'src/js/app.js', 'src/js/form.js', 'src/js/diagram.js', 'src/js/charts.js'],
      // Every request costs as much as a small module: what all pages share comes in one.
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: 'base', test: /js\/(csrf|dialogs|dom|requests|session|texts|toasts|form\/(errors|kept|refined))\.js$/ }],
        },
      },
    },
  },
});
