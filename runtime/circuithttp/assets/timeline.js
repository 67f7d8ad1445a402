// What has come of the calls of one circuit in the last ten minutes, and the bands of its states.

export const windowLength = 10 * 60 * 1000;

// How much of it is shown: as much as there is, or what has just begun would be a sliver.
export let minutes = 10;
const words = { 1: 'minute', 2: 'two minutes', 5: 'five minutes', 10: 'ten minutes' };
export const lately = () => `last ${words[minutes]}`;
export function showSince(from, at) {
  minutes = [1, 2, 5].find(m => at - from <= m * 60000) ?? 10;
}

export class Timeline {
  constructor({ from, step, end, calls, failures, rejected, total }) {
    this.from = from;
    this.step = step;
    this.end = end; // of the last whole step
    this.steps = (calls || []).map((c, i) => ({ calls: c, failures: failures[i], rejected: rejected[i] }));
    this.base = { calls: total[0], failures: total[1], rejected: total[2] };
    this.now = { ...this.base };
  }

  // add takes the totals of a moment. Steps that have passed without one were empty, but the last.
  add(at, totals) {
    this.now = {
      calls: totals.successes + totals.failures + totals.ignored + totals.cancelled,
      failures: totals.failures,
      rejected: totals.rejected_open + totals.rejected_full,
    };
    this.pass(at);
  }

  pass(at) {
    while (at - this.end >= this.step) {
      this.steps.push(this.current());
      this.base = { ...this.now };
      this.end += this.step;
    }
    const most = windowLength / this.step + 1;
    if (this.steps.length > most) this.steps.splice(0, this.steps.length - most);
  }

  current() {
    return {
      calls: Math.max(0, this.now.calls - this.base.calls),
      failures: Math.max(0, this.now.failures - this.base.failures),
      rejected: Math.max(0, this.now.rejected - this.base.rejected),
    };
  }

  // bars are the steps with when they began and ended, and what came in a second of them.
  bars(at) {
    const perSecond = (s, ms) => ({
      ok: (s.calls - s.failures) * 1000 / ms, failed: s.failures * 1000 / ms, rejected: s.rejected * 1000 / ms,
    });
    const begin = this.end - this.steps.length * this.step;
    const bars = this.steps.map((s, i) => ({
      from: begin + i * this.step, to: begin + (i + 1) * this.step, ...perSecond(s, this.step),
    }));
    if (at - this.end >= 1000) bars.push({ from: this.end, to: at, ...perSecond(this.current(), at - this.end) });
    return bars.filter(b => b.to > at - windowLength);
  }

  // rate is how many calls were asked for in a second, of late.
  rate(at) {
    const bars = this.bars(at).slice(-2);
    const length = bars.reduce((sum, b) => sum + b.to - b.from, 0);
    return length && bars.reduce((sum, b) => sum + (b.ok + b.failed + b.rejected) * (b.to - b.from), 0) / length;
  }
}

// bands are the states with when they began and ended, from what is known.
export function bands(transitions, state, since, from, at) {
  const effective = transitions.filter(t => !t.observed);
  const found = [];
  let begin = Math.max(from, at - windowLength);
  if (effective.length === 64) begin = Math.max(begin, effective[0].time); // and what was before is forgotten
  if (effective.length === 0) begin = Math.max(begin, since);
  for (const t of effective) {
    if (t.time > begin) {
      found.push({ state: t.from, from: begin, to: t.time });
      begin = t.time;
    }
  }
  if (at > begin) found.push({ state, from: begin, to: at });
  return found;
}
