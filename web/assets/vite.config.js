// Builds every entry into web/static with hashed names and the manifest that web/templating.py reads.
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/static/',
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
    },
  },
});
