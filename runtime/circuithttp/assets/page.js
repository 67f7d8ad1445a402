// The page: what it shows of all circuits, kept up to date by messages.

import { el, icon, set, setText } from './dom.js';
import { Durations } from './durations.js';
import { clock, integer, stateNames } from './format.js';
import { Link } from './link.js';
import { Row } from './row.js';
import { Timeline } from './timeline.js';

const $ = id => document.getElementById(id);
const list = $('list');
const pictureEvery = 5000; // milliseconds: a small picture need not move each second
const portion = 50;        // circuits

const circuits = new Map(); // id → { status, about, timeline, transitions, durations }
const rows = new Map();     // id → Row
let order = [];
let states = {}, matched = 0, limit = portion, control = false;
let now = Date.now(), pictured = 0;

// What is asked for stands in the page's address, so that it can be sent to others.
const asked = new URLSearchParams(location.search);
const filter = { text: asked.get('text') || '', state: asked.get('state') || '', order: asked.get('order') || 'worst' };

const link = new Link({ onMessage: receive, onState: showLink });

function connect() {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filter)) if (value && value !== 'worst') query.set(key, value);
  history.replaceState(null, '', query.size ? `?${query}` : location.pathname);
  query.set('limit', limit);
  const open = [...rows].filter(([, row]) => row.expanded).map(([id]) => id);
  if (open.length) query.set('also', open.join(','));
  link.connect(`circuits/events?${query}`);
}

function receive(message) {
  now = message.time;
  if (message.first) {
    control = message.first.control;
    forgetStrangers(message.circuits || []);
  }
  for (const status of message.circuits || []) {
    const c = circuits.get(status.id) || { transitions: [] };
    circuits.set(status.id, c);
    c.status = status;
    if (status.durations) (c.durations ??= new Durations()).add(now, status.durations.counts);
  }
  for (const [id, about] of Object.entries(message.about || {})) circuits.get(+id).about = about;
  for (const [id, timeline] of Object.entries(message.timelines || {})) circuits.get(+id).timeline = new Timeline(timeline);
  for (const [id, transitions] of Object.entries(message.transitions || {})) hear(circuits.get(+id), transitions);
  for (const c of circuits.values()) c.timeline.add(now, c.status.totals);

  if (message.states) states = message.states;
  if (message.matched !== undefined) matched = message.matched;
  if (message.order) order = message.order;
  for (const id of circuits.keys()) if (!order.includes(id)) circuits.delete(id);
  arrange();
  draw(message);
}

// After a reconnect the numbers may be those of another process.
function forgetStrangers(statuses) {
  for (const status of statuses) {
    const c = circuits.get(status.id);
    if (c && c.status.name !== status.name) drop(status.id);
  }
}

function drop(id) {
  rows.get(id)?.root.remove();
  rows.delete(id);
  circuits.delete(id);
}

function hear(circuit, transitions) {
  const latest = transitions.at(-1);
  const before = circuit.transitions.at(-1);
  circuit.transitions = transitions;
  if (before && latest.time > before.time || !before && latest.time > now - 3000) {
    setText($('announce'), `${circuit.status.name} is ${stateNames[latest.to].toLowerCase()}: ${latest.reason}`);
  }
}

// arrange puts the rows in order. While somebody is among them with the keyboard or reads
// about one, those that are there stay where they are.
function arrange(now = false) {
  for (const id of [...rows.keys()]) if (!circuits.has(id)) drop(id);
  for (const id of order) {
    if (!rows.has(id)) rows.set(id, new Row(circuits.get(id), { onToggle: toggled, onAction: act, may: () => control }));
    const row = rows.get(id);
    row.circuit = circuits.get(id);
    if (row.detail) row.detail.circuit = row.circuit;
  }
  const wanted = order.map(id => rows.get(id).root);
  const present = [...list.children];
  const differs = wanted.length !== present.length || wanted.some((r, i) => r !== present[i]);
  const reading = !now && (list.contains(document.activeElement) || [...rows.values()].some(r => r.expanded));
  if (differs && reading && present.length > 0) {
    for (const root of wanted) if (!root.isConnected) list.append(root);
    $('sort-now').hidden = [...list.children].every((r, i) => r === wanted[i]);
    return;
  }
  if (differs) {
    wanted.forEach((root, i) => { if (list.children[i] !== root) list.insertBefore(root, list.children[i] || null); });
  }
  $('sort-now').hidden = true;
}

function draw(message) {
  const picture = now - pictured >= pictureEvery || Boolean(message.first);
  if (picture) pictured = now;
  const changed = new Set((message.circuits || []).map(s => s.id));
  for (const [id, row] of rows) row.draw(now, picture || (message.transitions || {})[id] !== undefined || changed.has(id) && row.at === undefined);
  drawHead();
  const nothing = order.length === 0;
  $('empty').hidden = !nothing;
  if (nothing) drawEmpty();
  document.querySelector('.columns').hidden = nothing;
  setText($('count'), nothing ? '' : order.length < matched ? `${integer(order.length)} of ${integer(matched)} shown` : '');
  $('more').hidden = order.length >= matched || limit >= 1000;
  $('missed').hidden = !message.missed;
  if (message.missed) setText($('missed'), `${integer(message.missed)} changes came too fast to be kept.`);
}

function drawHead() {
  const total = Object.values(states).reduce((a, b) => a + b, 0);
  const rejecting = (states.open || 0) + (states.forced_open || 0);
  const half = states.half_open || 0;
  const text = total === 0 ? 'No circuits yet'
    : rejecting === 0 && half === 0 ? (total === 1 ? 'The only circuit lets calls through' : `All ${integer(total)} circuits let calls through`)
    : rejecting === 0 ? `${integer(half)} of ${integer(total)} circuits ${half === 1 ? 'is' : 'are'} probing`
    : `${integer(rejecting)} of ${integer(total)} circuits ${rejecting === 1 ? 'is' : 'are'} open` + (half ? `, ${integer(half)} probing` : '');
  setText($('headline'), text);
  set($('headline'), 'data-level', rejecting ? 'open' : half ? 'half_open' : 'closed');
  document.title = rejecting ? `(${rejecting} open) Circuits` : 'Circuits';

  const kinds = ['', 'open', 'half_open', 'forced_open', 'observe', 'disabled', 'closed'];
  for (const state of kinds) {
    let chip = document.querySelector(`#states [data-state="${state}"]`);
    if (!chip) {
      chip = el('button', { type: 'button', 'data-state': state }, ...(state ? [icon(state)] : []),
        el('span', {}, state ? stateNames[state] : 'All'), el('b'));
      chip.addEventListener('click', () => { filter.state = filter.state === state ? '' : state; again(); });
      $('states').append(chip);
    }
    const n = state ? states[state] || 0 : total;
    setText(chip.lastChild, integer(n));
    set(chip, 'aria-pressed', String(filter.state === state));
    chip.hidden = n === 0 && filter.state !== state && state !== '' && state !== 'open' && state !== 'closed';
  }
}

function drawEmpty() {
  const filtered = filter.text || filter.state;
  if ($('empty').dataset.filtered === String(Boolean(filtered)) + filter.text) return;
  $('empty').dataset.filtered = String(Boolean(filtered)) + filter.text;
  if (!filtered) {
    $('empty').replaceChildren(el('h2', {}, 'Nothing is guarded yet'),
      el('p', {}, 'A circuit appears here as soon as its client is made, such as by ', el('code', {}, 'NewGuardedPaymentClient(client)'), '.'));
    return;
  }
  const clear = el('button', { type: 'button' }, 'Show all');
  clear.addEventListener('click', clearFilter);
  $('empty').replaceChildren(el('h2', {}, 'No circuit is like this'),
    el('p', {}, filter.text ? `No name contains “${filter.text}”${filter.state ? ' in this state' : ''}.` : `None is ${stateNames[filter.state].toLowerCase()} now.`), clear);
}

function clearFilter() {
  filter.text = filter.state = $('text').value = '';
  again();
}

function again() {
  limit = portion;
  drawHead();
  connect();
}

function toggled() { connect(); }

function showLink(state, why) {
  set($('link'), 'data-link', state);
  setText($('link-text'), state === 'live' ? 'live' : 'reconnecting');
  document.body.classList.toggle('stale', state === 'lost');
  if (state === 'lost') {
    const seen = pictured ? `The connection is lost. What you see is from ${clock(now, Date.now())}.` : 'There is no connection yet.';
    setText($('lost'), `${seen} ${why ? `The server says: ${why}. ` : ''}Trying again…`);
  }
  $('lost').hidden = state !== 'lost';
}

async function act(circuit, action, name, means) {
  const { id, name: circuitName } = circuit.status;
  const group = circuit.about.policy.group;
  setText($('confirm-title'), `${name} ${circuitName}?`);
  setText($('confirm-text'), means + (group ? ` This is so for all methods of group ${group}.` : ''));
  setText($('confirm-do'), name);
  set($('confirm-do'), 'class', action);
  $('confirm').returnValue = '';
  $('confirm').showModal();
  await new Promise(done => $('confirm').addEventListener('close', done, { once: true }));
  if ($('confirm').returnValue !== 'do') return;
  let problem;
  try {
    const answer = await fetch('circuits', { method: 'POST', body: new URLSearchParams({ id, name: circuitName, action }) });
    if (!answer.ok) problem = await answer.text();
  } catch (e) {
    problem = e.message;
  }
  setText($('announce'), problem ? `${name} was refused: ${problem}` : `${name}: done`);
  if (problem) alert(`${name} was refused: ${problem}`);
}

let typing;
$('text').value = filter.text;
$('order').value = filter.order;
$('text').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => { filter.text = $('text').value.trim(); again(); }, 150);
});
$('order').addEventListener('change', () => { filter.order = $('order').value; again(); });
$('filters').addEventListener('submit', e => e.preventDefault());
$('more').addEventListener('click', () => { limit = Math.min(1000, limit + 2 * portion); connect(); });
$('sort-now').addEventListener('click', () => arrange(true));

document.addEventListener('keydown', e => {
  if (e.ctrlKey || e.metaKey || e.altKey || $('confirm').open) return;
  const inField = e.target.matches('input, select, textarea');
  if (e.key === '/' && !inField) {
    $('text').focus();
    $('text').select();
    e.preventDefault();
  } else if (e.key === 'Escape') {
    escape(e);
  } else if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && !e.target.matches('select')) {
    move(e.key === 'ArrowDown' ? 1 : -1);
    e.preventDefault();
  }
});

function escape(e) {
  const row = [...rows.values()].find(r => r.expanded && r.root.contains(e.target));
  if (row) {
    row.toggle();
    row.button.focus();
  } else if (filter.text || filter.state || $('text').value) {
    clearFilter();
  } else {
    document.activeElement.blur();
  }
}

// move goes from one circuit to the next.
function move(by) {
  const buttons = [...list.querySelectorAll('.name')];
  const at = buttons.findIndex(b => b.closest('.row').contains(document.activeElement));
  const next = at < 0 ? (by > 0 ? 0 : -1) : at + by;
  if (next < 0) $('text').focus();
  else buttons[Math.min(next, buttons.length - 1)]?.focus();
}

setText($('where'), location.host);
connect();
