// An amount of money: typed as text, shown with separators, computed and sent without rounding.
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { locale } from '../../texts.js';
import { Frame, described } from '../frame.js';
import { sentence } from '../sentences.js';

const NOT_A_NUMBER = 'NaN'; // what form-js itself holds for a text that is no number, and refuses
const EXACT_DIGITS = 15; // significant digits that a number of JavaScript always keeps

const ofCurrency = (currency) =>
  (currency ? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits : 2);

/** Those of the currency, unless the form asks for fewer. */
const digitsOf = ({ bihuan: { currency }, decimalDigits }) => Math.min(ofCurrency(currency), decimalDigits >= 0 ? decimalDigits : Infinity);

/** "1,234.50", also in full-width digits, as plain text; NaN for anything else. */
function parsed(typed) {
  const plain = typed.normalize('NFKC').replace(/[\s,'’]/g, '');
  if (plain === '') return null;
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? plain.replace(/^(-?)0+(?=\d)/, '$1').replace(/^(-?)\./, '$10.').replace(/\.$/, '') : NOT_A_NUMBER;
}

/** What expressions compute with: a number as long as it is exactly the text, and the form does not ask for text. */
function computable(plain, { serializeToString }) {
  if (plain === null || plain === NOT_A_NUMBER || serializeToString) return plain;
  return significant(plain) <= EXACT_DIGITS ? Number(plain) : plain;
}

function significant(plain) {
  const [whole, part = ''] = plain.replace('-', '').split('.');
  return (whole + part.replace(/0+$/, '')).replace(/^0+/, '').length;
}

/** The text with at least the digits of the currency; more are kept, so that they can be refused. */
function padded(value, digits) {
  const plain = plainOf(value);
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return plain;
  const [whole, part = ''] = plain.split('.');
  return digits || part ? `${whole}.${part.padEnd(digits, '0')}` : whole;
}

/** A small number is written with an exponent by JavaScript, which nobody wants to read. */
function plainOf(value) {
  return typeof value === 'number' && String(value).includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : String(value);
}

function grouped(value, digits) {
  if (value === null || value === undefined) return '';
  const text = padded(value, digits);
  if (!/^-?\d/.test(text)) return text;
  return new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: 20 }).format(text);
}

function symbol(currency) {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  return parts.find(({ type }) => type === 'currency')?.value ?? currency;
}

function Money(props) {
  const { field, value, domId, disabled, readonly, onChange, onBlur, onFocus } = props;
  const { currency } = field.bihuan;
  const digits = digitsOf(field);
  const [typed, setTyped] = useState(null); // while somebody types; null shows the value
  const here = useRef(false); // with the cursor in it, what is typed stands, whatever comes back
  useEffect(() => {
    if (!here.current && value !== NOT_A_NUMBER) setTyped(null);
  }, [value]);
  const take = ({ target }) => {
    setTyped(target.value);
    onChange({ value: computable(parsed(target.value), field) });
  };
  const enter = ({ target }) => {
    here.current = true;
    if (value !== NOT_A_NUMBER) {
      // At once, and all of it chosen: whoever comes by Tab types over it.
      target.value = value === null || value === undefined ? '' : plainOf(value);
      target.select();
      setTyped(target.value);
    }
    onFocus?.();
  };
  const leave = () => {
    here.current = false;
    if (value !== NOT_A_NUMBER) setTyped(null); // what is wrong stays to be corrected
    onBlur?.();
  };
  return h(Frame, { props, kind: 'money' },
    h('div', { class: 'fjs-input-group bh-money-box' },
      currency && h('span', { class: 'bh-currency', 'aria-hidden': 'true' }, symbol(currency)),
      h('input', {
        id: domId, type: 'text', inputMode: 'decimal', class: 'fjs-input', autocomplete: 'off', disabled, readOnly: readonly,
        value: typed ?? grouped(value, digits), ...described(props, currency && `${domId}-currency`), required: Boolean(field.validate?.required),
        onInput: take, onFocus: readonly ? undefined : enter, onBlur: leave,
      }),
      currency && h('span', { class: 'bh-code', id: `${domId}-currency` }, currency)));
}

function sanitize({ value, formField }) {
  const plain = typeof value === 'number' || typeof value === 'string' ? parsed(plainOf(value)) : null;
  return plain === NOT_A_NUMBER ? null : computable(plain, formField);
}

function judge(field, value) {
  if (value === null || value === undefined || value === NOT_A_NUMBER) return [];
  if (typeof value === 'string' && !field.serializeToString) return [sentence('number-too-large')];
  if (field.decimalDigits >= 0 && field.decimalDigits <= digitsOf(field)) return []; // form-js judges these itself
  const digits = digitsOf(field);
  const given = plainOf(value).split('.')[1]?.length ?? 0;
  if (given <= digits) return [];
  return [digits === 0 ? sentence('integer') : sentence(digits === 1 ? 'decimal-digit' : 'decimal-digits', { digits })];
}

const outgoing = (value, field) => (value === null || value === undefined ? value : padded(value, digitsOf(field)));
const shown = (value, field) => (value === null || value === undefined ? '' : `${grouped(value, digitsOf(field))} ${field.bihuan.currency ?? ''}`.trim());

export default { component: Money, sanitize, judge, outgoing, shown };
