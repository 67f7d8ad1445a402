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
    source.onerror = () => this.lost();
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

  lost() {
    this.close();
    this.onState('lost');
    this.timer = setTimeout(() => this.connect(this.address), pause);
  }
}
