// The two things that form-js asks of luxon, in its place (vite.config.js): a local day as text, and back.

const two = (number) => String(number).padStart(2, '0');
const day = (date) => `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

function parsed(text) {
  // Without a time a text means midnight here, as luxon has it; JavaScript alone would take it for midnight in Greenwich.
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text);
}

export const DateTime = {
  fromJSDate: (date) => ({ toISODate: () => (Number.isNaN(date.getTime()) ? null : day(date)) }),
  fromISO: (text) => ({ toJSDate: () => parsed(text) }),
};
