// How numbers, times and states are written.

export const stateNames = {
  closed: 'Closed', open: 'Open', half_open: 'Half-open',
  forced_open: 'Forced open', disabled: 'Disabled', observe: 'Observing',
};

const integers = new Intl.NumberFormat('en');
export const integer = n => integers.format(n);

// A share as a percentage. Little is not nothing.
export function percent(rate) {
  if (rate > 0 && rate < 0.01) return '<1 %';
  return `${Math.floor(rate * 100)} %`;
}

export function perSecond(n) {
  if (n === 0) return '0';
  if (n < 0.1) return '<0.1';
  return n < 10 ? n.toFixed(1) : integer(Math.round(n));
}

export function duration(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min${s < 600 && s % 60 ? ` ${s % 60} s` : ''}`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`;
}

// A time in seconds, as short as can be: 5 ms, 2.5 s, 1 min.
export function seconds(s) {
  const [value, unit] = s < 1e-3 ? [s * 1e6, 'µs'] : s < 1 ? [s * 1e3, 'ms'] : s < 60 ? [s, 's'] : s < 3600 ? [s / 60, 'min'] : [s / 3600, 'h'];
  return `${+value.toPrecision(3)} ${unit}`;
}

const clocks = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
export function clock(ms, now) {
  const at = new Date(ms);
  const today = new Date(now).toDateString() === at.toDateString();
  return today ? clocks.format(at) : `${days.format(at)} ${clocks.format(at)}`;
}
