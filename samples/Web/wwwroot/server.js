// Requests to the server. Whatever goes wrong becomes an Error with a sentence for the user.

export const get = (path, parameters = {}, signal) => request(`${path}?${new URLSearchParams(parameters)}`, { signal });

export const post = (path, body, signal) => request(path, { method: 'POST', body, signal });

async function request(address, options) {
  let response;
  try {
    response = await fetch(address, options);
  } catch {
    throw new Error('The server cannot be reached: is it still running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? `The server answered with an error (${response.status}).`);
  return answer;
}
