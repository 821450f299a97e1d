// Uploads a file by tus-js-client: at once, in pieces, and resumed after it was stopped.
import { createReadStream, statSync } from "node:fs";
import * as tus from "tus-js-client";

const [endpoint, token, other, path] = process.argv.slice(2);
const size = statSync(path).size;
const headers = { Authorization: `Bearer ${token}` };

function options(name, more) {
  return {
    endpoint,
    headers,
    uploadSize: size,
    retryDelays: [100, 500],
    metadata: { bucket_name: "incoming", object_name: `tus/${name}`, filetype: "text/plain" },
    ...more,
  };
}

function upload(name, more = {}) {
  return new Promise((resolve, reject) => {
    const one = new tus.Upload(
      createReadStream(path),
      options(name, { onError: reject, onSuccess: () => resolve(one.url), ...more }),
    );
    one.start();
  });
}

/** Stops when some pieces are there. */
function stopped(name) {
  return new Promise((resolve, reject) => {
    const one = new tus.Upload(
      createReadStream(path),
      options(name, {
        chunkSize: 5 * 1024 * 1024,
        onError: reject,
        onChunkComplete: (_, accepted) => {
          if (accepted >= 10 * 1024 * 1024) {
            one.abort().then(() => resolve(one.url), reject);
          }
        },
      }),
    );
    one.start();
  });
}

async function status(url, token) {
  const answer = await fetch(url, {
    method: "HEAD",
    headers: { Authorization: `Bearer ${token}`, "Tus-Resumable": "1.0.0" },
  });
  return answer;
}

const whole = await upload("whole", { chunkSize: size });
const pieces = await upload("pieces", { chunkSize: 4 * 1024 * 1024 + 1 });
const begun = await stopped("resumed");
const there = Number((await status(begun, token)).headers.get("Upload-Offset"));
const stranger = (await status(begun, other)).status;
const resumed = await upload("resumed", { uploadUrl: begun, chunkSize: 5 * 1024 * 1024 });
const ended = await stopped("ended");
await tus.Upload.terminate(ended, { headers, retryDelays: [] });
console.log(
  JSON.stringify({
    whole, pieces, resumed, there, stranger,
    ended: [(await status(ended, token)).status],
  }),
);
