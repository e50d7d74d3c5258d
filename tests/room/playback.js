// What a page plays, as somebody in front of it would notice: gaps in the sound, stills of the picture.
window.listen = async (selector) => {
  const worklet = `registerProcessor("loudness", class extends AudioWorkletProcessor {
    constructor() { super(); this.sum = 0; this.count = 0; this.begun = currentTime; }
    process([input]) {
      for (const sample of input[0] ?? []) { this.sum += sample * sample; }
      this.count += 128;
      if (this.count >= sampleRate / 50) {
        this.port.postMessage([currentTime, Math.sqrt(this.sum / this.count)]);
        this.sum = 0; this.count = 0;
      }
      return true;
    }
  });`;
  const context = new AudioContext();
  await context.resume();
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([worklet], { type: "text/javascript" })));
  const meter = new AudioWorkletNode(context, "loudness");
  meter.connect(context.destination);
  for (const peer of window.peers) {
    for (const receiver of peer.getReceivers()) {
      if (receiver.track.kind === "audio" && !receiver.track.muted) {
        context.createMediaStreamSource(new MediaStream([receiver.track])).connect(meter);
      }
    }
  }
  window.heard = [];
  meter.port.onmessage = ({ data }) => window.heard.push(data);
  window.frames_at = [];
  const video = document.querySelector(selector);
  const next = (now) => { window.frames_at.push(now); video.requestVideoFrameCallback(next); };
  video.requestVideoFrameCallback(next);
};
window.played = () => ({ heard: window.heard, frames: window.frames_at });
