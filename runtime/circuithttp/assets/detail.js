// What there is to know of one circuit, below its row.

import { Chart } from './chart.js';
import { el, icon, set, setText, svg } from './dom.js';
import { Buckets } from './durations.js';
import { clock, duration, integer, percent, perSecond, stateNames } from './format.js';
import { lately, minutes } from './timeline.js';

const shownTransitions = 12;

export class Detail {
  constructor(circuit, { onAction, may }) {
    this.circuit = circuit;
    this.chart = new Chart({ width: 1000, areaHeight: 120, bandHeight: 18, label: '' });
    this.cursor = svg('path', { class: 'cursor' });
    this.chart.root.append(this.cursor);
    this.most = el('span', { class: 'most' });
    this.begin = el('span');
    this.middle = el('span');
    this.readout = el('p', { class: 'readout' });
    this.numbers = el('dl', { class: 'numbers' });
    this.failure = el('p', { class: 'failure' });
    this.transitions = el('ol', { class: 'transitions' });
    this.policy = el('pre');
    this.source = el('code');
    this.durations = section('How long calls take');
    const group = el('p', { class: 'group' });
    const s = circuit.status;
    if (circuit.about.policy.group) {
      group.textContent = `It shares its breaker with the other methods of group ${circuit.about.policy.group}.`;
    }
    this.root = el('div', { class: 'inside' },
      section('Calls', el('div', { class: 'plot' }, this.most, this.chart.root,
        el('div', { class: 'axis', 'aria-hidden': 'true' }, this.begin, this.middle, el('span', {}, 'now'))), this.readout),
      el('div', { class: 'halves' },
        section('Now', this.numbers, this.failure),
        section('Last changes', this.transitions)),
      this.durations,
      section('Policy', this.policy, el('p', { class: 'source' }, 'set in ', this.source), group));
    if (may()) this.root.append(controls(circuit, onAction));
    set(this.chart.root, 'aria-label', `Calls, failures and rejections of ${s.name}`);
    this.chart.root.addEventListener('pointermove', e => this.point(e));
    this.chart.root.addEventListener('pointerleave', () => { this.pointed = undefined; this.read(); });
  }

  draw(at) {
    this.at = at;
    this.bars = this.chart.draw(this.circuit, at);
    setText(this.most, `${perSecond(this.chart.most)} calls/s`);
    setText(this.begin, `−${duration(minutes * 60000)}`);
    setText(this.middle, `−${duration(minutes * 30000)}`);
    this.read();
    this.drawNumbers();
    this.drawTransitions();
    this.drawDurations();
    const { policy, source } = this.circuit.about;
    setText(this.policy, [policy.breaker ? `breaker ${policy.breaker}` : 'no breaker',
      policy.bulkhead ? `bulkhead ${policy.bulkhead}` : 'no bulkhead',
      ...['timeout', 'retry', 'key', 'stream'].filter(verb => policy[verb]).map(verb => `${verb} ${policy[verb]}`)].join('\n'));
    setText(this.source, source);
  }

  point(e) {
    const box = this.chart.root.getBoundingClientRect();
    this.pointed = (e.clientX - box.left) / box.width;
    this.read();
  }

  // read says in words what stands at the pointer, or in all.
  read() {
    if (this.pointed === undefined) {
      const sum = this.bars.reduce((sum, b) => {
        const s = (b.to - b.from) / 1000;
        return { ok: sum.ok + b.ok * s, failed: sum.failed + b.failed * s, rejected: sum.rejected + b.rejected * s };
      }, { ok: 0, failed: 0, rejected: 0 });
      setText(this.readout, `In the ${lately()}: ${integer(Math.round(sum.ok))} answered, ${integer(Math.round(sum.failed))} failed, ${integer(Math.round(sum.rejected))} rejected`);
      this.cursor.removeAttribute('d');
      return;
    }
    const t = this.at - minutes * 60000 * (1 - this.pointed);
    const b = this.bars.find(b => b.from <= t && t < b.to) || { ok: 0, failed: 0, rejected: 0 };
    setText(this.readout, `${clock(t, this.at)}: ${perSecond(b.ok)} answered, ${perSecond(b.failed)} failed, ${perSecond(b.rejected)} rejected a second`);
    set(this.cursor, 'd', `M${(this.pointed * 1000).toFixed(1)} 0V141`);
  }

  drawNumbers() {
    const { status: s, about: { limits }, timeline } = this.circuit;
    const t = s.totals;
    const list = [];
    if (limits.failures_in_a_row) list.push(['Failures in a row', s.failures_in_a_row, `opens at ${limits.failures_in_a_row}`]);
    if (limits.failure_rate) list.push(['Failure rate', ofCalls(s.failures), `opens at ${percent(limits.failure_rate)}, from ${integer(limits.min)} calls`]);
    if (limits.slow_rate) list.push(['Slow', ofCalls(s.slow), `opens at ${percent(limits.slow_rate)}, from ${integer(limits.min)} calls`]);
    if (limits.in_flight) {
      list.push(['In flight', integer(s.in_flight), `at most ${integer(limits.in_flight)}`]);
      if (s.waiting || limits.waiting) list.push(['Waiting', integer(s.waiting), limits.waiting ? `at most ${integer(limits.waiting)}` : '']);
    }
    list.push(['Calls/s', perSecond(timeline.rate(this.at)), '']);
    list.push(['In all', `${integer(t.successes)} answered`,
      `${integer(t.failures)} failed, ${integer(t.ignored)} ignored, ${integer(t.cancelled)} cancelled, ${integer(t.slow)} slow, ${integer(t.late)} late`]);
    list.push(['Rejected', `${integer(t.rejected_open)} while open`, `${integer(t.rejected_full)} while full`
      + (t.would_reject ? `, ${integer(t.would_reject)} only observed` : '')]);
    const text = JSON.stringify(list);
    if (this.numbersText !== text) {
      this.numbersText = text;
      this.numbers.replaceChildren(...list.map(([name, value, note]) =>
        el('div', {}, el('dt', {}, name), el('dd', {}, el('b', {}, String(value)), note ? el('span', {}, note) : ''))));
    }
    const f = s.last_failure;
    this.failure.hidden = !f;
    if (f) setText(this.failure, `Last failure ${duration(this.at - Date.parse(f.time))} ago: ${f.text}`);
  }

  drawDurations() {
    const { status: { durations: counted }, durations } = this.circuit;
    this.durations.hidden = !counted;
    if (!counted) return;
    if (!this.buckets) {
      this.buckets = new Buckets(counted.buckets);
      this.durations.append(this.buckets.root);
    }
    this.buckets.draw(durations.lately(this.at));
  }

  drawTransitions() {
    const all = this.circuit.transitions;
    if (this.drawn === all) return;
    this.drawn = all;
    const items = all.slice(-shownTransitions).reverse().map(t => el('li', {},
      el('time', { datetime: new Date(t.time).toISOString() }, clock(t.time, this.at)),
      el('span', { class: `to state-${t.to}` }, icon(t.to), `${t.observed ? 'would be ' : ''}${stateNames[t.to]}`),
      el('span', { class: 'reason' }, t.reason, counts(t))));
    if (items.length === 0) items.push(el('li', { class: 'none' }, 'None since this program began to watch.'));
    this.transitions.replaceChildren(...items);
  }
}

function section(title, ...children) {
  return el('section', {}, el('h3', {}, title), ...children);
}

function ofCalls(share) {
  return share.of ? `${percent(share.rate)} of ${integer(share.of)}` : 'no calls yet';
}

function counts(t) {
  const parts = [];
  if (t.failures[1]) parts.push(`${t.failures[0]} of ${t.failures[1]} failed`);
  else if (t.failures_in_a_row) parts.push(`${t.failures_in_a_row} in a row`);
  if (t.slow[1] && t.reason === 'slow rate') parts.push(`${t.slow[0]} of ${t.slow[1]} slow`);
  return parts.length && (t.to === 'open' || t.observed) ? ` (${parts.join(', ')})` : '';
}

const actions = [
  ['force_open', 'Force open', 'Every call is rejected, until somebody resets it.'],
  ['disable', 'Disable', 'Every call is admitted, and nothing is recorded, until somebody resets it.'],
  ['observe', 'Observe', 'Every call is admitted. What would have been rejected is counted, until somebody resets it.'],
  ['reset', 'Reset', 'The circuit closes, and follows its policy again.'],
];

function controls(circuit, onAction) {
  const buttons = actions.map(([action, name, means]) => {
    const button = el('button', { type: 'button', class: action }, name);
    button.addEventListener('click', () => onAction(circuit, action, name, means));
    return button;
  });
  return section('By hand', el('div', { class: 'buttons', role: 'group', 'aria-label': `Change ${circuit.status.name}` }, ...buttons));
}
