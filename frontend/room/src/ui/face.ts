/** A face is a path below the static files, or already an address; empty means initials. */
export function faceUrl(face: string | undefined): string | undefined {
  if (!face) return undefined;
  return /^(https?:)?\//.test(face) ? face : `/static/${face}`;
}
