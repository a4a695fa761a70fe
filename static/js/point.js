// A point of the map: the event that the site would have made of the form, with the same id.
export default async ({ at, field, text, file, small, box }) => {
  const square = /^([A-L])[ -]*([1-9])$/.exec(text("square").toUpperCase());
  if (!text("layer") || !text("words") || !text("on") || (text("square") && !square)) return at.amiss;
  const payload = {
    map: at.map, point: at.point || field("nonce").value, layer: text("layer"), words: text("words"), block: text("block"),
    square: square ? square[1] + square[2] : "", on: text("on"), reserve: text("reserve"), photo: "",
  };
  const photo = file("photo") ? await small(file("photo")) : null;
  if (photo) payload.photo = box.photoName(at.me, box.uuid7());
  return { kind: "exchange.point_noted", subject: at.map, payload, photo };
};
