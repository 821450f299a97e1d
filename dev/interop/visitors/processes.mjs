// Starts servers, waits for them, and ends them.
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";

const started = [];

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a program whose output goes to a file, and waits until a URL of it answers. */
export async function start(name, command, options, url) {
  const [program, ...parameters] = command;
  const child = spawn(program, parameters, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const log = createWriteStream(`${name}.log`);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  started.push(child);
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) break;
    try {
      await fetch(url);
      return child;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`${name} does not answer, see ${name}.log`);
}

/** Ends one program and waits for its end. */
export function end(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
}

export async function endAll() {
  await Promise.all(started.map(end));
}
