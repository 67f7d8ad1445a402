// One circuit in the list.

import { Chart } from './chart.js';
import { Detail } from './detail.js';
import { el, icon, set, setText, svg } from './dom.js';
import { duration, integer, percent, perSecond, stateNames } from './format.js';
import { lately, minutes } from './timeline.js';

export class Row {
  constructor(circuit, { onToggle, onAction, may }) {
    this.circuit = circuit;
    this.hooks = { onToggle, onAction, may };
    const [client, method] = split(circuit.status.name);
    const id = `detail-${circuit.status.id}`;

    this.glyph = svg('use');
    this.stateName = el('span', { class: 'state-name' });
    this.stateFor = el('span', { class: 'state-for' });
    this.button = el('button', { type: 'button', class: 'name', 'aria-expanded': 'false', 'aria-controls': id },
      el('span', { class: 'client' }, client), el('span', { class: 'method' }, method), icon('chevron'));
    this.critical = el('span', { class: 'critical' }, 'critical');
    this.why = el('span', { class: 'why' });
    this.failures = new Gauge('failures');
    this.inFlight = new Gauge('in flight');
    this.calls = el('span', { class: 'number calls' });
    this.chart = new Chart({ width: 240, areaHeight: 22, bandHeight: 9, label: '' });
    this.detailBox = el('div', { id, class: 'detail', hidden: '' });
    this.root = el('li', { class: 'row' },
      el('div', { class: 'summary' },
        el('div', { class: 'state' },
          svg('svg', { class: 'icon', 'aria-hidden': 'true' }, this.glyph),
          el('div', {}, this.stateName, this.stateFor)),
        el('div', { class: 'who' }, el('h2', {}, this.button), el('div', { class: 'under' }, this.critical, this.why)),
        this.failures.root, this.inFlight.root, this.calls, this.chart.root),
      this.detailBox);
    this.button.addEventListener('click', () => this.toggle());
  }

  get expanded() { return this.detail !== undefined; }

  toggle() {
    if (this.expanded) {
      this.detail = undefined;
      this.detailBox.replaceChildren();
    } else {
      this.detail = new Detail(this.circuit, this.hooks);
      this.detailBox.append(this.detail.root);
    }
    this.detailBox.hidden = !this.expanded;
    set(this.button, 'aria-expanded', String(this.expanded));
    this.draw(this.at, true);
    this.hooks.onToggle();
  }

  // draw shows the circuit at this moment. Its picture moves on only now and then.
  draw(at, picture) {
    this.at = at;
    const { status: s, about, timeline } = this.circuit;
    const limits = about.limits;
    set(this.root, 'data-state', s.state);
    set(this.glyph, 'href', `#${s.state}`);
    setText(this.stateName, stateNames[s.state]);
    setText(this.stateFor, stateFor(s, at));
    this.critical.hidden = !s.critical;
    setText(this.why, why(this.circuit));

    const counted = measure(s, limits);
    this.failures.show(counted.text, counted.part, counted.said);
    if (limits.in_flight) {
      this.inFlight.show(`${integer(s.in_flight)} / ${integer(limits.in_flight)}`, s.in_flight / limits.in_flight,
        `${s.in_flight} of ${limits.in_flight} in flight`, s.waiting ? `+${integer(s.waiting)} waiting` : '');
    } else {
      this.inFlight.none('no bulkhead');
    }
    const rate = perSecond(timeline.rate(at));
    setText(this.calls, rate);
    set(this.calls, 'aria-label', `${rate} calls a second`);
    if (picture) {
      this.chart.draw(this.circuit, at);
      set(this.chart.root, 'aria-label', `The ${lately()} of ${s.name}: ${changes(this.circuit, at)}`);
    }
    this.detail?.draw(at);
  }
}

// A Gauge is a number with a bar for how near it is to its limit.
class Gauge {
  constructor(label) {
    this.text = el('span', { class: 'value' });
    this.extra = el('span', { class: 'extra' });
    this.fill = svg('rect', { height: '4', rx: '2', width: '0' });
    this.bar = svg('svg', { class: 'bar', height: '4', 'aria-hidden': 'true' },
      svg('rect', { class: 'ground', height: '4', rx: '2', width: '100%' }), this.fill);
    this.label = el('span', { class: 'label', 'aria-hidden': 'true' }, label);
    this.root = el('div', { class: 'gauge' }, el('div', {}, this.label, this.text, this.extra), this.bar);
  }

  show(text, part, said, extra = '') {
    setText(this.text, text);
    setText(this.extra, extra);
    set(this.fill, 'width', `${(Math.min(1, part) * 100).toFixed(1)}%`);
    set(this.root, 'data-level', part >= 1 ? 'full' : part >= 0.6 ? 'high' : 'low');
    set(this.text, 'aria-label', said);
    this.bar.style.visibility = '';
  }

  none(said) {
    this.show('–', 0, said);
    this.bar.style.visibility = 'hidden';
  }
}

// measure is the count that is nearest to its limit.
function measure(s, limits) {
  const found = [];
  if (limits.failure_rate && s.failures.of > 0) {
    found.push({ text: percent(s.failures.rate), part: s.failures.rate / limits.failure_rate * Math.min(1, s.failures.of / limits.min),
      said: `${percent(s.failures.rate)} of ${s.failures.of} calls failed, opens at ${percent(limits.failure_rate)}` });
  }
  if (limits.failures_in_a_row) {
    found.push({ text: `${s.failures_in_a_row} / ${limits.failures_in_a_row}`, part: s.failures_in_a_row / limits.failures_in_a_row,
      said: `${s.failures_in_a_row} failures in a row, opens at ${limits.failures_in_a_row}` });
  }
  if (limits.slow_rate && s.slow.of > 0) {
    found.push({ text: `${percent(s.slow.rate)} slow`, part: s.slow.rate / limits.slow_rate * Math.min(1, s.slow.of / limits.min),
      said: `${percent(s.slow.rate)} of ${s.slow.of} calls were slow, opens at ${percent(limits.slow_rate)}` });
  }
  if (found.length === 0) {
    const said = limits.failure_rate || limits.slow_rate ? 'no calls yet' : 'no breaker';
    return { text: said === 'no calls yet' ? '0 %' : '–', part: 0, said };
  }
  return found.reduce((worst, one) => one.part > worst.part ? one : worst);
}

function stateFor(s, at) {
  if (s.state === 'open' && s.probe_due) return 'probe due';
  if (s.state === 'open') return `probes in ${duration(Date.parse(s.next_probe) - at)}`;
  if (s.state === 'observe' && s.observed !== 'closed') return `would be ${stateNames[s.observed].toLowerCase()}`;
  return `for ${duration(at - Date.parse(s.since))}`;
}

function why({ status: s, transitions }) {
  const last = transitions.at(-1);
  if (!last || s.state === 'closed' || s.state === 'disabled') return '';
  const opening = s.state === 'half_open' ? transitions.findLast(t => t.to === 'open') : last;
  return opening ? opening.reason : '';
}

function changes({ status: s, transitions }, at) {
  const recent = transitions.filter(t => t.time > at - minutes * 60000);
  if (recent.length === 0) return `${stateNames[s.state].toLowerCase()} all the time`;
  const opened = recent.filter(t => t.to === 'open').length;
  return `${recent.length} changes of state, opened ${opened} times, ${stateNames[s.state].toLowerCase()} now`;
}

function split(name) {
  const dot = name.split('[', 1)[0].lastIndexOf('.') + 1; // a key may have dots of its own
  return [name.slice(0, dot), name.slice(dot)];
}
