/** The sound of a new message: two soft tones, off until somebody wants it. */

let context = null;

/** Called by a click, since browsers allow sound only then. */
export function setSound(on) {
  context = on ? new AudioContext() : null;
}

export function ring() {
  if (context === null) return;
  [880, 1318].forEach((frequency, place) => {
    const start = context.currentTime + place * 0.09;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.12, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.4);
  });
}
