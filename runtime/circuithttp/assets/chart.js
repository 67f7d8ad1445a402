// A timeline as a picture: areas for the calls, one on the other, and a band for the states,
// in which height says what colour says.

import { svg, set } from './dom.js';
import { bands, minutes } from './timeline.js';

const height = { open: 1, forced_open: 1, half_open: 0.6, observe: 0.3, closed: 0.22, disabled: 0.22 };

export class Chart {
  constructor({ width, areaHeight, bandHeight, label }) {
    Object.assign(this, { width, areaHeight, bandHeight });
    this.ok = svg('path', { class: 'ok' });
    this.failed = svg('path', { class: 'failed' });
    this.rejected = svg('path', { class: 'rejected', fill: 'url(#hatch)' });
    this.band = svg('g', { class: 'band' });
    this.root = svg('svg', {
      class: 'chart', viewBox: `0 0 ${width} ${areaHeight + 3 + bandHeight}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label,
    }, svg('path', { class: 'ground', d: `M0 ${areaHeight}H${width}` }), this.ok, this.failed, this.rejected, this.band);
    this.drawn = '';
  }

  draw(circuit, at) {
    const bars = circuit.timeline.bars(at);
    this.most = Math.max(1, ...bars.map(b => b.ok + b.failed + b.rejected));
    const x = t => ((t - at) / (minutes * 60000) + 1) * this.width;
    const y = v => this.areaHeight - v / this.most * (this.areaHeight - 1);
    set(this.ok, 'd', area(bars, x, y, () => 0, b => b.ok));
    set(this.failed, 'd', area(bars, x, y, b => b.ok, b => b.ok + b.failed));
    set(this.rejected, 'd', area(bars, x, y, b => b.ok + b.failed, b => b.ok + b.failed + b.rejected));
    this.drawBands(circuit, at, x);
    return bars;
  }

  drawBands(circuit, at, x) {
    const s = circuit.status;
    const found = bands(circuit.transitions, s.state, Date.parse(s.since), circuit.timeline.from, at);
    while (this.band.childElementCount > found.length) this.band.lastChild.remove();
    while (this.band.childElementCount < found.length) this.band.append(svg('rect'));
    found.forEach((b, i) => {
      const rect = this.band.children[i], h = height[b.state] * this.bandHeight, left = Math.max(0, x(b.from));
      set(rect, 'class', `fill-${b.state}`);
      set(rect, 'x', left.toFixed(2));
      set(rect, 'width', Math.max(1, x(b.to) - left).toFixed(2));
      set(rect, 'y', (this.areaHeight + 3 + this.bandHeight - h).toFixed(2));
      set(rect, 'height', h.toFixed(2));
    });
  }
}

// area is what lies between two lines that go by steps, where there is anything.
function area(bars, x, y, low, high) {
  let d = '';
  for (const b of bars) {
    if (high(b) <= low(b)) continue;
    d += `M${Math.max(0, x(b.from)).toFixed(2)} ${y(low(b)).toFixed(2)}V${y(high(b)).toFixed(2)}H${x(b.to).toFixed(2)}V${y(low(b)).toFixed(2)}z`;
  }
  return d;
}
