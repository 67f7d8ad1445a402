// The stream of messages, and what is done when it is lost.

const silence = 6000; // milliseconds without a message after which the link counts as lost
const pause = 2000;   // before another attempt

export class Link {
  constructor({ onMessage, onState }) {
    Object.assign(this, { onMessage, onState });
    addEventListener('online', () => this.connect(this.address));
    addEventListener('pagehide', () => this.close());
    addEventListener('pageshow', e => { if (e.persisted) this.connect(this.address); });
  }

  connect(address) {
    this.close();
    this.address = address;
    const source = this.source = new EventSource(address);
    source.onmessage = e => {
      this.watch();
      this.onState('live');
      this.onMessage(JSON.parse(e.data));
    };
    source.onerror = async () => {
      const why = source.readyState === EventSource.CLOSED ? await refusal(address) : '';
      if (this.source === source) this.lost(why);
    };
    this.watch();
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
  }

  watch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lost(), silence);
  }

  lost(why = '') {
    this.close();
    this.onState('lost', why);
    this.timer = setTimeout(() => this.connect(this.address), pause);
  }
}

// refusal is why the server gives no stream, which an EventSource keeps to itself.
async function refusal(address) {
  const asked = new AbortController();
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (answer.ok) return '';
    const isText = answer.headers.get('Content-Type')?.startsWith('text/plain'); // and not the page of a proxy
    return isText ? (await answer.text()).trim().slice(0, 200) : String(answer.status);
  } catch {
    return ''; // it is gone meanwhile
  } finally {
    asked.abort();
  }
}
