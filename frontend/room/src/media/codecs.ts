/**
 * Offers name only what the media process forwards. A meeting's offer with every codec of the
 * browser would be longer than a frame may be.
 */
export function narrow(transceiver: RTCRtpTransceiver, kind: "audio" | "video", way: "send" | "receive"): void {
  const known = (way === "send" ? RTCRtpSender : RTCRtpReceiver).getCapabilities?.(kind)?.codecs ?? [];
  const wanted = known.filter((codec) => (kind === "audio" ? isOpus(codec) : isVideo(codec)));
  if (wanted.length === 0 || !("setCodecPreferences" in transceiver)) return;
  try {
    transceiver.setCodecPreferences(wanted);
  } catch {
    // Then it offers everything.
  }
}

const isOpus = (codec: RTCRtpCodec): boolean => /\/opus$/i.test(codec.mimeType);

function isVideo(codec: RTCRtpCodec): boolean {
  if (/\/(vp8|rtx)$/i.test(codec.mimeType)) return true;
  const line = codec.sdpFmtpLine ?? "";
  return /\/h264$/i.test(codec.mimeType) && /profile-level-id=42/i.test(line) && /packetization-mode=1/.test(line);
}
