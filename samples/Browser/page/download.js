// Fetches a file of the page, and unpacks it if it is compressed: plain file hosts do not compress.

/** The bytes of a file; `report` is told how many have arrived. */
export async function download({ path, unpackedBytes }, report) {
  const bytes = await received(path, report);
  // some hosts declare the compression, and the browser has already unpacked the file
  const isPacked = unpackedBytes && bytes[0] === 0x1F && bytes[1] === 0x8B;
  return isPacked ? unpacked(bytes) : bytes;
}

async function received(path, report) {
  try {
    const response = await fetch(path);
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const chunks = [];
    let count = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      report(count += value.length);
    }
    const bytes = new Uint8Array(count);
    chunks.reduce((at, chunk) => (bytes.set(chunk, at), at + chunk.length), 0);
    return bytes;
  } catch (error) {
    throw new Error(`cannot be answered, as ${path} was not loaded: ${error.message}. Is there still a connection?`);
  }
}

const unpacked = async bytes =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
