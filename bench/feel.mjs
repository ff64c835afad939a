// feelin's side of bench/feel.py: node feel.mjs FEELIN TEXTS ROUNDS prints the medians as JSON.
import { readFileSync } from 'node:fs';

const [feelin, file, rounds] = process.argv.slice(2);
const emptyMemory = process.memoryUsage().rss;
const started = cpu();
const { evaluate, unaryTest, parseExpression } = await import(feelin);
const imported = cpu() - started;
const loadedMemory = process.memoryUsage().rss;

const texts = JSON.parse(readFileSync(file, 'utf8'));
const orders = Array.from({ length: 1000 }, (_, number) => ({ number, total: (number * 7) % 1000 }));
const variables = texts.variables;

// Milliseconds of processor time so far.
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

function seconds(call, repeat) {
  const start = cpu();
  for (let done = 0; done < repeat; done++) call();
  return (cpu() - start) / 1e3 / repeat;
}

// Microseconds of one call; the first rounds warm the compiler of the machine up.
function median(call) {
  seconds(call, 200);
  const repeat = Math.max(1, Math.floor(0.05 / seconds(call, 10)));
  const found = Array.from({ length: Number(rounds) }, () => seconds(call, repeat)).sort((a, b) => a - b);
  return found[Math.floor(found.length / 2)] * 1e6;
}

function decide() {
  const inputs = texts.inputs.map((text) => evaluate(text, variables).value);
  return texts.rows.filter((row) => inputs.every((input, at) => unaryTest(row[at], { ...variables, '?': input }).value));
}

console.log(
  JSON.stringify({
    condition: median(() => evaluate(texts.condition, variables)),
    'table of 10 rows': median(decide),
    'filter of 1,000 rows': median(() => evaluate(texts.filter, { orders })),
    compile: median(() => parseExpression(texts.compile, variables)),
    import: imported,
    'memory of the package': (loadedMemory - emptyMemory) / 1e6,
  }),
);
