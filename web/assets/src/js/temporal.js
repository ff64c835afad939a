// Dates and times of FEEL in browsers: newer ones know Temporal themselves, only older ones fetch it (vite.config.js puts this in its place).

export const Temporal = globalThis.Temporal ?? (await import('temporal-polyfill/implementation')).Temporal;
