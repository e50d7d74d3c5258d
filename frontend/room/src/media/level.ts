/** How loud a track is, 0 to 1, some ten times a second; returns how to stop. */
export function meter(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Uint8Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(samples);
    tell(loudness(samples));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Of samples around 128: −60 dB and less is 0, full scale is 1. */
export function loudness(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i += 1) sum += ((samples[i]! - 128) / 128) ** 2;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  return rms <= 0.001 ? 0 : Math.min(1, 1 + Math.log10(rms) / 3);
}

/** A short tone through the chosen speaker, to hear whether it is the right one. */
export async function chime(speaker?: string): Promise<void> {
  const context = new AudioContext();
  const withSink = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
  if (speaker) await withSink.setSinkId?.(speaker).catch(() => undefined);
  const gain = context.createGain();
  gain.connect(context.destination);
  [523.25, 659.25, 783.99].forEach((frequency, index) => {
    const at = context.currentTime + index * 0.18;
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(gain);
    tone.start(at);
    tone.stop(at + 0.16);
  });
  gain.gain.value = 0.15;
  setTimeout(() => void context.close(), 900);
}
