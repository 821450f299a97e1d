// Reads through the proxy and prints what came as one JSON object.
// usage: node read.mjs ENDPOINT ALLOWED_KEY FORBIDDEN_KEY
import { GetObjectCommand, S3Client, paginateListObjectsV2 } from "@aws-sdk/client-s3";

const [endpoint, allowed, forbidden] = process.argv.slice(2);
const s3 = new S3Client({ endpoint, forcePathStyle: true, maxAttempts: 1 });
const Bucket = "datalake";

async function get(Key, more = {}) {
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return Buffer.from(await answer.Body.transformToByteArray()).toString("hex");
}

async function failure(Key) {
  try {
    return `${(await get(Key)).length / 2} bytes`;
  } catch (error) {
    return `${error.$metadata?.httpStatusCode} ${error.name}`;
  }
}

const keys = [];
const pages = paginateListObjectsV2({ client: s3, pageSize: 5 }, { Bucket, Prefix: "trades/" });
for await (const page of pages) {
  keys.push(...(page.Contents ?? []).map((found) => found.Key));
}
console.log(
  JSON.stringify({
    keys,
    content: await get(allowed),
    range: await get(allowed, { Range: "bytes=-8" }),
    forbidden: await failure(forbidden),
    missing: await failure("trades/none.parquet"),
  }),
);
