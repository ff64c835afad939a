// The search of a picker: waits until typing pauses, forgets answers that come too late, says when there are none to be had.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useService } from './frame.js';

const PAUSE = 200; // milliseconds without a key before asking
const CLOSED = { open: false, busy: false, failed: false, query: '', page: 1, options: [], more: false };

export function useSearch(field, given) {
  const { options: source } = useService('refining');
  const [state, setState] = useState(CLOSED);
  const timer = useRef(0);
  const request = useRef(null);

  const stop = () => {
    clearTimeout(timer.current);
    request.current?.abort();
  };
  useEffect(() => stop, []);
  useEffect(() => {
    stop();
    setState(CLOSED); // what was found belonged to other answers
  }, [given.id]);

  const fetchPage = async (query, page, before) => {
    const asked = new AbortController();
    request.current = asked;
    try {
      const found = await source.find(field, { query, page, ...given, signal: asked.signal });
      setState((now) => ({ ...now, busy: false, failed: false, page, options: [...before, ...found.options], more: Boolean(found.more) }));
    } catch {
      if (!asked.signal.aborted) setState((now) => ({ ...now, busy: false, failed: true }));
    }
  };
  const start = (query, page, before, pause) => {
    stop();
    setState((now) => ({ ...now, open: true, busy: true, failed: false, query, more: false, options: before }));
    timer.current = setTimeout(() => fetchPage(query, page, before), pause);
  };

  return {
    ...state,
    ask: (query, typing = false) => start(query, 1, [], typing ? PAUSE : 0),
    further: () => start(state.query, state.page + 1, state.options, 0),
    retry: () => start(state.query, 1, [], 0),
    close: () => { stop(); setState(CLOSED); },
  };
}
