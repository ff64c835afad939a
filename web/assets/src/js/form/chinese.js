// Chinese for the form-js viewer: its translate() service, its calendar, and the few words it writes without asking.
import flatpickr from 'flatpickr';
import { Mandarin } from 'flatpickr/dist/esm/l10n/zh.js';
import { chinese, text } from '../texts.js';
import dictionary from './zh.json';

// [selector, attribute ('' for the text), English as form-js 2.0.0 writes it, ours]
const LITERALS = [
  ['.fjs-filepicker-button', '', /^Browse$/, () => '选择文件'],
  ['.fjs-select-placeholder', '', /^Select$/, () => '请选择'],
  ['.fjs-input-group input', 'placeholder', /^Search$/, () => '搜索'],
  ['input[placeholder^="hh:mm"]', 'placeholder', /^hh:mm( --)?$/, () => '时:分'],
  ['.fjs-datetime-subsection input', 'placeholder', /^[ymd]+\W[ymd]+\W[ymd]+$/, ([format]) => format.replace(/y+/, '年').replace(/m+/, '月').replace(/d+/, '日')],
  ['[alt]', 'alt', /^This is an image placeholder$/, () => '图片占位'],
  ['.fjs-repeat-row-remove', 'aria-label', /^Remove list item (\d+)$/, (found) => text('remove_row', { value: found[1] })],
  ['.fjs-powered-by-link', 'title', /^Powered by bpmn\.io$/, () => '由 bpmn.io 提供支持'],
];

if (chinese) flatpickr.localize({ ...Mandarin, monthAriaLabel: '月', yearAriaLabel: '年', hourAriaLabel: '时', minuteAriaLabel: '分' });

/** The didi module that form-js asks for its words. */
export const translateModule = {
  translate: ['value', (template, values = {}) => {
    const sentence = (chinese && dictionary[template]) || template;
    return sentence.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
  }],
};

function translateLiterals(root) {
  for (const [selector, attribute, english, ours] of LITERALS) {
    for (const node of root.querySelectorAll(selector)) {
      const found = (attribute ? node.getAttribute(attribute) : node.textContent)?.match(english);
      if (!found) continue;
      if (attribute) node.setAttribute(attribute, ours(found));
      // The text node itself must stay: form-js keeps it and writes the next value into it.
      else node.firstChild.data = ours(found);
    }
  }
}

/** Keeps those words Chinese while the form redraws itself. */
export function watchLiterals(root) {
  if (!chinese) return;
  translateLiterals(root);
  new MutationObserver(() => translateLiterals(root)).observe(root, { childList: true, characterData: true, subtree: true });
}
