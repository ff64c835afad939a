// Cells of a spreadsheet, pasted into an editable table: spread from the cell with the cursor, each as its column takes it.

/** {rows, cells: how many were taken, left: how many were not}. Rows are added as far as there may be more. */
export function spread({ content, rows, columns, place, fresh, most }) {
  const result = structuredClone(rows);
  let cells = 0;
  let left = 0;
  content.replace(/\r?\n$/, '').split(/\r?\n/).forEach((line, down) => {
    const row = place.row + down;
    const texts = line.split('\t');
    if (row >= most) { left += texts.length; return; }
    if (row >= result.length) result.push(fresh(row));
    texts.forEach((written, right) => {
      const column = columns[place.column + right];
      const value = column && !column.disabled && !column.readonly ? taken(column, written.trim()) : undefined;
      if (value === undefined) { left += 1; return; }
      result[row] = { ...result[row], [column.key]: value };
      cells += 1;
    });
  });
  return { rows: result, cells, left };
}

const TAKEN = {
  textfield: (written) => written,
  textarea: (written) => written,
  number: numbered,
  select: offered,
  radio: offered,
  checkbox: (written) => ({ true: true, yes: true, 1: true, '是': true, '✓': true, x: true, false: false, no: false, 0: false, '否': false, '': false })[written.toLowerCase()],
  datetime: dated,
};

/** The value for that column, undefined when it has none for this text. */
function taken(column, written) {
  return TAKEN[column.type]?.(written, column);
}

function numbered(written, { serializeToString }) {
  if (written === '') return null;
  const plain = written.normalize('NFKC').replace(/[\s,¥￥$€£]/g, '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined;
  return serializeToString ? plain : Number(plain);
}

function offered(written, { values }) {
  if (written === '') return null;
  const entries = (values ?? []).map((entry) => (typeof entry === 'object' ? entry : { value: entry }));
  return entries.find(({ value, label }) => label === written || String(value) === written)?.value;
}

function dated(written, { subtype }) {
  if (written === '') return null;
  const found = subtype === undefined || subtype === 'date' ? written.match(/^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/) : null;
  return found ? `${found[1]}-${found[2].padStart(2, '0')}-${found[3].padStart(2, '0')}` : undefined;
}
