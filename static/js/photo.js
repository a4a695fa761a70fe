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
      const made = await new Promise(done => canvas.toBlob(done, "image/jpeg", quality));
      if (made && made.size <= MOST) return base64(new Uint8Array(await new Response(made).arrayBuffer()));
    }
  }
  throw new Error("no picture");
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192));
  return btoa(text);
}
