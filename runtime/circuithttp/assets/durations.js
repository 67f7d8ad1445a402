// How long a circuit's calls take: what has been counted in buckets lately.

import { el, set, setText, svg } from './dom.js';
import { integer, seconds } from './format.js';

const span = 60000; // milliseconds that are lately

// Durations remembers what the counts have been, as far back as lately goes.
export class Durations {
  constructor() {
    this.samples = [];
  }

  add(at, counts) {
    const last = this.samples.at(-1);
    if (last && sum(counts) < sum(last.counts)) this.samples = []; // the numbers are another process's
    this.samples.push({ at, counts });
    while (this.samples.length > 1 && this.samples[1].at <= at - span) this.samples.shift();
  }

  // lately is what has been counted in the last minute; or in all, if that is nothing, or not yet known.
  lately(at) {
    while (this.samples.length > 1 && this.samples[1].at <= at - span) this.samples.shift();
    const now = this.samples.at(-1).counts;
    const counts = now.map((n, i) => n - this.samples[0].counts[i]);
    if (this.samples[0].at <= at - span && sum(counts) > 0) return { counts, of: 'in the last minute' };
    return { counts: now, of: 'in all' };
  }
}

// Buckets shows them: a bar for each.
export class Buckets {
  constructor(buckets) {
    this.buckets = buckets;
    this.said = el('p', { class: 'readout' });
    this.bars = [...buckets.map(b => seconds(b)), `> ${seconds(buckets.at(-1))}`].map(label => {
      const fill = svg('rect', { width: '100%', height: '0', y: '100%', class: 'ok', rx: '2' });
      const item = el('li', {}, svg('svg', { 'aria-hidden': 'true' }, fill), el('span', {}, label));
      return { fill, item };
    });
    this.root = el('div', {}, el('ol', { class: 'buckets' }, ...this.bars.map(b => b.item)), this.said);
  }

  draw({ counts, of }) {
    const most = Math.max(...counts, 1);
    const calls = sum(counts);
    this.bars.forEach(({ fill, item }, i) => {
      const height = counts[i] ? Math.max(2, counts[i] / most * 100) : 0;
      set(fill, 'height', `${height.toFixed(1)}%`);
      set(fill, 'y', `${(100 - height).toFixed(1)}%`);
      set(item, 'title', `${integer(counts[i])} calls`);
    });
    setText(this.said, calls === 0 ? 'No calls yet'
      : `Of ${integer(calls)} calls ${of}: half ${this.within(counts, 0.5)}, 95 % ${this.within(counts, 0.95)}, 99 % ${this.within(counts, 0.99)}`);
  }

  // within is the bucket that holds so many of the calls, with all before it.
  within(counts, share) {
    let left = share * sum(counts);
    const i = counts.findIndex(n => (left -= n) <= 0);
    return i < this.buckets.length ? `within ${seconds(this.buckets[i])}` : `not within ${seconds(this.buckets.at(-1))}`;
  }
}

function sum(counts) {
  return counts.reduce((a, b) => a + b, 0);
}
