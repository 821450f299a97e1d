import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { MongoClient } from "mongodb";
import { chromium } from "playwright-core";
import { end, endAll, freePort, start } from "./processes.mjs";
import { CLIENT, startProvider } from "./provider.mjs";

const { CHROMIUM, INFLUXD, QUESTDB, MONGO_URI, WAR, LAKE, JAVA_HOME } = process.env;
const directory = resolve("run");
rmSync(directory, { recursive: true, force: true });
mkdirSync(join(directory, "site"), { recursive: true });
writeFileSync(
  join(directory, "site/index.html"),
  "<!doctype html><title>Docs</title><h1>For members</h1><img src=dot.svg><script src=a.js></script>",
);
writeFileSync(join(directory, "site/a.js"), "document.title = 'Script ran'");
writeFileSync(join(directory, "site/dot.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
writeFileSync(join(directory, "site/page two.html"), "<h1>Page two</h1>");

const [proxyPort, providerPort, influxPort, linePort] = [
  await freePort(),
  await freePort(),
  await freePort(),
  await freePort(),
];
const origin = `http://localhost:${proxyPort}`;
const influx = `http://127.0.0.1:${influxPort}`;
const logout = `${origin}/_proxy/login/docs/logout`;
const said = [];

function ok(what) {
  said.push(what);
  console.log(`ok       ${what}`);
}

async function startInflux() {
  const config = `
reporting-disabled = true
bind-address = "127.0.0.1:${await freePort()}"
[meta]
  dir = "${directory}/influx/meta"
[data]
  dir = "${directory}/influx/data"
  wal-dir = "${directory}/influx/wal"
[http]
  bind-address = "127.0.0.1:${influxPort}"
`;
  writeFileSync(join(directory, "influx.conf"), config);
  await start("influxd", [INFLUXD, "-config", join(directory, "influx.conf")], {}, `${influx}/ping`);
  const made = await fetch(`${influx}/query?q=CREATE+DATABASE+visits`, { method: "POST" });
  return made.headers.get("x-influxdb-version");
}

/** Takes lines over a socket, and tells them by SQL. */
async function startQuest() {
  const opened = ["jdk.internal.misc", "java.lang", "java.lang.reflect", "sun.nio.ch"].flatMap(
    (name) => ["--add-opens", `java.base/${name}=ALL-UNNAMED`],
  );
  const settings = {
    QDB_HTTP_BIND_TO: `127.0.0.1:${influxPort}`,
    QDB_LINE_TCP_NET_BIND_TO: `127.0.0.1:${linePort}`,
    QDB_PG_ENABLED: "false",
    QDB_HTTP_MIN_ENABLED: "false",
    QDB_TELEMETRY_ENABLED: "false",
  };
  const command = [join(JAVA_HOME, "bin/java"), "-Xmx400m", ...opened];
  command.push("--add-exports", "java.base/jdk.internal.math=ALL-UNNAMED");
  command.push("-cp", QUESTDB, "io.questdb.ServerMain", "-d", join(directory, "questdb"));
  mkdirSync(join(directory, "questdb"));
  await start("questdb", command, { env: { ...process.env, ...settings } }, `${influx}/ping`);
}

async function countedByQuest() {
  const query = "SELECT status, count() FROM request GROUP BY status";
  const answer = await fetch(`${influx}/exec?query=${encodeURIComponent(query)}`);
  return Object.fromEntries((await answer.json()).dataset ?? []);
}

/** The second form of writing came with 1.8. */
function influxForm(version) {
  const second = Number(version.split(".")[1]) >= 8;
  return second ? { org: "any", bucket: "visits/autogen", token: "u:p" } : { database: "visits" };
}

function configuration(influxVersion) {
  const visitors = { log: { file: "visits.jsonl" } };
  if (INFLUXD) visitors.influx = { uri: influx, ...influxForm(influxVersion) };
  if (QUESTDB) visitors.influx = { uri: `tcp://127.0.0.1:${linePort}` };
  if (MONGO_URI) visitors.mongo = { uri: MONGO_URI, database: "interop_visits" };
  return {
    port: proxyPort,
    metricsPort: null,
    localDirectories: [directory, LAKE],
    tableMapping: { reference: `file:${LAKE}/reference` },
    sts: { enabled: false },
    oidc: {
      corp: {
        issuer: `http://localhost:${providerPort}`,
        audience: [CLIENT.id],
        allowPrivateEndpoint: true,
      },
    },
    website: {
      visitors,
      sites: {
        docs: {
          hosts: ["localhost"],
          place: `file:${directory}/site`,
          login: {
            provider: "corp",
            clientSecret: CLIENT.secret,
            scopes: ["openid", "profile", "groups"],
            groups: ["corp:staff"],
          },
        },
      },
    },
  };
}

/** Types a name into the provider's page, and agrees. */
async function signIn(page, name) {
  await page.fill("input[name=login]", name);
  await page.fill("input[name=password]", "any");
  await page.click("button[type=submit]");
  await page.click("button[type=submit]");
}

async function browse(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/page%20two.html?x=1`);
  assert.match(page.url(), new RegExp(`^http://localhost:${providerPort}/interaction/`));
  const tab = await context.newPage();
  await tab.goto(`${origin}/`);
  await signIn(page, "ann-staff");
  await page.waitForURL(`${origin}/page%20two.html?x=1`);
  assert.equal(await page.textContent("h1"), "Page two");
  ok("a viewer signs in at the provider and sees the page that was wanted");

  await tab.goto(`${origin}/`);
  await tab.waitForFunction(() => document.title === "Script ran");
  ok("a second tab, its picture and its script come without another sign-in");

  const cookies = (await context.cookies(origin)).filter((cookie) => /docs$/.test(cookie.name));
  assert.equal(cookies.length, 2);
  assert.ok(cookies.every((cookie) => cookie.httpOnly && cookie.sameSite === "Lax"));
  assert.equal(await tab.evaluate(() => document.cookie), "");
  ok("no script sees the cookies, and they are Lax");

  const elsewhere = await browser.newPage();
  await elsewhere.goto(`http://127.0.0.1:${providerPort}/.well-known/openid-configuration`);
  const forged = await elsewhere.evaluate(
    (url) => fetch(url, { method: "POST", mode: "no-cors", credentials: "include" }).then(() => "sent", () => "not sent"),
    logout,
  );
  await tab.reload();
  assert.equal(await tab.textContent("h1"), "For members");
  ok(`another page cannot sign a viewer out (its request was ${forged})`);

  await tab.goto(logout);
  await tab.click("button[type=submit]");
  await tab.waitForSelector("text=You are signed out");
  const session = (await context.cookies(origin)).filter((cookie) => /viewer/.test(cookie.name));
  assert.deepEqual(session, []);
  assert.equal((await context.request.get(`${origin}/a.js`)).status(), 401);
  ok("the button signs out, and what is fetched then is refused");
  await context.close();
}

async function refuse(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await signIn(page, "mallory-guests");
  await page.waitForSelector("text=You may not see this site");
  assert.ok(!(await page.content()).includes("mallory"));
  ok("a viewer of another group is told so");
  await context.close();
}

/** How many visits of each status the log has. */
function logged() {
  const counts = {};
  for (const line of readFileSync(join(directory, "visits.jsonl"), "utf8").trim().split("\n")) {
    const { status } = JSON.parse(line);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  assert.ok(counts[200] > 1 && counts[302] > 1 && counts[401] === 2, JSON.stringify(counts));
  return counts;
}

async function sinks() {
  const expected = logged();
  if (INFLUXD) {
    const query = "SELECT count(size) FROM request GROUP BY status";
    const answer = await fetch(`${influx}/query?db=visits&q=${encodeURIComponent(query)}`);
    const series = (await answer.json()).results[0].series ?? [];
    const counts = Object.fromEntries(series.map((one) => [one.tags.status, one.values[0][1]]));
    assert.deepEqual(counts, expected);
    const version = answer.headers.get("x-influxdb-version");
    ok(`InfluxDB ${version} has the visits: ${JSON.stringify(counts)}`);
  } else console.log("skipped  InfluxDB: INFLUXD names no program");
  if (QUESTDB) {
    // Nobody says when what came over a socket can be seen.
    let counts = {};
    for (let i = 0; i < 100 && JSON.stringify(counts) !== JSON.stringify(expected); i++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      counts = await countedByQuest();
    }
    assert.deepEqual(counts, expected);
    ok("QuestDB has the visits, over a socket");
  } else console.log("skipped  QuestDB: QUESTDB names no class path");
  if (MONGO_URI) {
    const client = await MongoClient.connect(MONGO_URI);
    const requests = client.db("interop_visits").collection("request");
    for (const [status, count] of Object.entries(expected)) {
      assert.equal(await requests.countDocuments({ status: Number(status) }), count);
    }
    await client.db("interop_visits").dropDatabase();
    await client.close();
    ok("MongoDB has the visits");
  } else console.log("skipped  MongoDB: MONGO_URI names none");
}

try {
  if (QUESTDB) await startQuest();
  const influxVersion = INFLUXD ? await startInflux() : "";
  const provider = await startProvider(providerPort, `${origin}/_proxy/login/docs/callback`);
  writeFileSync(join(directory, "config.json"), JSON.stringify(configuration(influxVersion), null, 2));
  const command = [join(JAVA_HOME, "bin/java"), "-jar", WAR];
  const product = await start("proxy", command, { cwd: directory }, `${origin}/health/live`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  await browse(browser);
  await refuse(browser);
  await browser.close();
  // What waits is published at the end.
  await end(product);
  await sinks();
  provider.close();
  provider.closeAllConnections();
} catch (error) {
  console.log(`FAILED   after ${said.length} checks`);
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
  process.exit();
}
