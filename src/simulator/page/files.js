/** Files of this computer, as the simulator is told of them. */

/** Its name, media type, and what is in it. */
export async function readFile(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return { name: file.name, mediaType: file.type || 'application/octet-stream', base64: btoa(letters) };
}
