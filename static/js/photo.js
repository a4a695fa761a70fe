// A photo on its way: made small on the phone (no place, no time, no name of the camera), sealed beside its event.
const SIDES = [1280, 960, 640], QUALITIES = [0.8, 0.65, 0.5, 0.35];
const MOST = 200 * 1024;

async function drawn(file) {
  if (self.createImageBitmap) {
    try { return await createImageBitmap(file); } catch (_) { /* a kind of picture that this browser does not read so */ }
  }
  const shown = new Image(), url = URL.createObjectURL(file);
  try {
    shown.src = url;
    await shown.decode();
    return shown;
  } finally { URL.revokeObjectURL(url); }
}

/** The JPEG of at most 200 KB in base64. Throws where this browser cannot read the picture. */
export async function small(file) {
  const picture = await drawn(file), canvas = document.createElement("canvas");
  for (const side of SIDES) {
    const share = Math.min(1, side / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * share));
    canvas.height = Math.max(1, Math.round(picture.height * share));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    for (const quality of QUALITIES) {
      // Not toBlob: browsers put that off until they are idle, and she is waiting.
      const made = canvas.toDataURL("image/jpeg", quality).split(",")[1];
      if (made.length * 0.75 <= MOST) return made;
    }
  }
  throw new Error("no picture");
}
