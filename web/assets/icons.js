// Writes public/icons.svg: one <symbol> for each name in icons.json, drawn by lucide (ISC licence).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const names = JSON.parse(readFileSync(join(root, 'icons.json'), 'utf8'));
const source = (name) => join(root, 'node_modules/lucide-static/icons', `${name}.svg`);

const unknown = names.filter((name) => !existsSync(source(name)));
if (unknown.length) {
  console.error(`icons.json names icons that lucide does not have: ${unknown.join(', ')}`);
  process.exit(1);
}

const pen = 'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';
const symbol = (name) => {
  const drawing = readFileSync(source(name), 'utf8').match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s+/g, ' ').trim();
  return `<symbol id="${name}" ${pen}>${drawing}</symbol>`;
};
const licence = readFileSync(join(root, 'node_modules/lucide-static/LICENSE'), 'utf8').replace(/-{2,}/g, '');
writeFileSync(join(root, 'public/icons.svg'), `<!-- Icons: lucide.dev\n${licence}-->\n<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join('\n')}</svg>\n`);
