// A small editor for text with emphasis, headings, lists and links; what it holds is a short list of HTML elements.
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { text } from '../../texts.js';
import { Frame, classes, described, icon } from '../frame.js';
import { draw, plain, written } from '../markup.js';

// [what the browser calls it, icon, our word, argument]
const TOOLS = [
  ['bold', 'bold', 'rich_bold'],
  ['italic', 'italic', 'rich_italic'],
  ['formatBlock', 'heading', 'rich_heading', 'h3'],
  ['insertUnorderedList', 'list', 'rich_bullets'],
  ['insertOrderedList', 'list-ordered', 'rich_numbers'],
];

const REMEMBERED = 20; // values

function RichText(props) {
  const { field, domId, disabled, readonly, onBlur, onFocus } = props;
  const locked = disabled || readonly;
  const writing = useWriting(props);
  const start = () => {
    document.execCommand('defaultParagraphSeparator', false, 'p');
    onFocus?.();
  };
  return h(Frame, { props, kind: 'rich', grouped: true },
    h('div', { class: classes('bh-editor', locked && 'is-locked') },
      !locked && h(Tools, { writing, domId }),
      writing.link && h(Address, { link: writing.link, done: writing.setAddress, cancel: writing.cancelLink }),
      h('div', {
        ref: writing.editor, id: domId, class: 'bh-text', contentEditable: String(!locked), role: 'textbox', 'aria-multiline': true, 'aria-labelledby': `${domId}-label`,
        'aria-required': Boolean(field.validate?.required), 'aria-readonly': locked || undefined, tabIndex: 0, ...described(props),
        onInput: writing.tell, onPaste: writing.paste, onKeyDown: writing.keys, onFocus: start, onBlur,
      })));
}

function Tools({ writing, domId }) {
  const tool = (name, symbol, word, tabIndex, act) => h('button', {
    key: name, type: 'button', class: 'btn btn-quiet btn-icon', tabIndex, 'aria-pressed': Boolean(writing.state[name]), 'aria-label': text(word), title: text(word),
    onMouseDown: (event) => event.preventDefault(), onClick: act,
  }, symbol);
  return h('div', { class: 'bh-tools', role: 'toolbar', 'aria-label': text('rich_tools'), 'aria-controls': domId, onKeyDown: walk },
    TOOLS.map(([command, symbol, word, argument], index) => tool(command, icon(symbol), word, index ? -1 : 0, () => writing.run(command, argument))),
    tool('link', icon('link'), 'rich_link', -1, writing.askLink));
}

/** What the editor holds and what can be done to it. */
function useWriting({ value, onChange }) {
  const editor = useRef(null);
  const told = useRef([]); // what the form was told of late: it comes back when more has been typed already
  const state = usePressed(editor);
  useEffect(() => {
    if (told.current.includes(value ?? '')) return;
    told.current = [value ?? ''];
    draw(editor.current, value ?? '');
  }, [value]);
  const tell = () => {
    const html = written(editor.current);
    told.current = [...told.current.slice(-REMEMBERED), html];
    onChange({ value: html });
  };
  const run = (command, argument) => {
    editor.current.focus();
    document.execCommand('styleWithCSS', false, false); // elements, no styles: the policy of the page forbids those
    document.execCommand(command, false, command === 'formatBlock' && state.formatBlock ? 'p' : argument);
    tell();
  };
  const paste = (event) => {
    event.preventDefault();
    document.execCommand('insertHTML', false, written(pasted(event.clipboardData)) || ' ');
    tell();
  };
  const linking = useLink(editor, tell);
  const keys = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === 'k') linking.askLink();
    else if (key !== 'u') return; // underlined text would be dropped
    event.preventDefault();
  };
  return { editor, state, tell, run, paste, keys, ...linking };
}

/** What stands at the cursor, as long as it is in the editor. */
function usePressed(editor) {
  const [state, setState] = useState({});
  useEffect(() => {
    const look = () => editor.current?.contains(getSelection().anchorNode) && setState(pressed());
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, []);
  return state;
}

function pasted(clipboard) {
  const holder = document.createElement('div');
  const markup = clipboard.getData('text/html');
  const lines = () => clipboard.getData('text/plain').split(/\r?\n/).map((line) => Object.assign(document.createElement('p'), { textContent: line }));
  if (markup) draw(holder, markup);
  else holder.append(...lines());
  return holder;
}

/** The row in which an address is typed; the selection waits meanwhile. */
function useLink(editor, tell) {
  const [link, setLink] = useState(null);
  const askLink = () => {
    if (!editor.current.contains(getSelection().anchorNode)) editor.current.focus();
    setLink({ range: getSelection().getRangeAt(0).cloneRange(), address: linkAt(getSelection().anchorNode)?.getAttribute('href') ?? '' });
  };
  const cancelLink = () => {
    setLink(null);
    editor.current.focus();
  };
  const setAddress = (address) => {
    editor.current.focus();
    getSelection().removeAllRanges();
    getSelection().addRange(link.range);
    const around = linkAt(link.range.startContainer);
    if (around && link.range.collapsed) getSelection().selectAllChildren(around);
    if (!address) document.execCommand('unlink');
    else if (getSelection().isCollapsed) document.execCommand('insertHTML', false, linked(address));
    else document.execCommand('createLink', false, address);
    setLink(null);
    tell();
  };
  return { link, askLink, cancelLink, setAddress };
}

function Address({ link, done, cancel }) {
  const input = useRef(null);
  useEffect(() => input.current.focus(), []);
  const apply = () => done(usable(input.current.value));
  const keys = (event) => {
    if (event.key === 'Enter') apply();
    else if (event.key === 'Escape') cancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return h('div', { class: 'bh-link', role: 'group', 'aria-label': text('rich_link') },
    h('input', { ref: input, class: 'fjs-input', type: 'text', inputMode: 'url', defaultValue: link.address, placeholder: 'https://', 'aria-label': text('rich_address'), onKeyDown: keys }),
    h('button', { type: 'button', class: 'btn btn-small', onClick: apply }, text('rich_apply')),
    link.address && h('button', { type: 'button', class: 'btn btn-small btn-quiet', onClick: () => done('') }, text('rich_unlink')));
}

/** What somebody types as an address, usually without https. */
function usable(typed) {
  const address = typed.trim();
  if (!address) return '';
  if (/^(https?|mailto|tel):/i.test(address)) return address;
  return address.includes('@') && !address.includes('/') ? `mailto:${address}` : `https://${address}`;
}

function linked(address) {
  const holder = document.createElement('div');
  holder.append(Object.assign(document.createElement('a'), { href: address, textContent: address }));
  return holder.innerHTML;
}

/** What stands at the cursor. */
function pressed() {
  const state = Object.fromEntries(TOOLS.map(([command]) => [command, command !== 'formatBlock' && document.queryCommandState(command)]));
  state.formatBlock = /^h[2-4]$/.test(document.queryCommandValue('formatBlock'));
  state.link = Boolean(linkAt(getSelection().anchorNode));
  return state;
}

const linkAt = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest('.bh-text a');

/** One stop of Tab for all tools; the arrows walk between them. */
function walk(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const tools = [...event.currentTarget.querySelectorAll('button')];
  const next = tools[(tools.indexOf(document.activeElement) + step + tools.length) % tools.length];
  for (const tool of tools) tool.tabIndex = tool === next ? 0 : -1;
  next.focus();
}

const sanitize = ({ value }) => (typeof value === 'string' ? value : '');
const shown = (value) => plain(value ?? '');
const judgedAs = (value) => (typeof value === 'string' ? plain(value) : value);

export default { component: RichText, sanitize, judgedAs, shown };
