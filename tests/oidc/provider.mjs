/*
 * The certified OpenID provider, as a city would run one, on a free port of this machine.
 * The tests tell it by POST /control who can sign in, and when its keys change.
 */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

let accounts = {};
let key = newKey();
let provider;

function newKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), alg: "RS256", use: "sig" };
}

function newProvider(issuer) {
  const made = new Provider(issuer, {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: "vaven",
        client_secret: "a secret between the two of them",
        // Of such clients the port on this machine may differ each time (RFC 8252).
        application_type: "native",
        redirect_uris: ["http://localhost/sign-in/outside/answer"],
      },
    ],
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...accounts[id] }) }),
    claims: { openid: ["sub", "acr", "amr"], email: ["email", "email_verified"], profile: ["name", "department"] },
    pkce: { required: () => true },
    cookies: { keys: ["only for tests"] },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false } },
    loadExistingGrant,
  });
  made.on("server_error", (_context, fault) => console.error(fault));
  return made;
}

/** Nobody is asked whether Väven may know who they are: their employer has decided that. */
async function loadExistingGrant(context) {
  const grant = new context.oidc.provider.Grant({
    clientId: context.oidc.client.clientId,
    accountId: context.oidc.session.accountId,
  });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

const PAGE = `<!doctype html><html lang="sv"><title>Stadens inloggning</title><h1>Stadens inloggning</h1>
<form method="post"><label>Namn <input name="login"></label>
<button name="answer" value="in">Logga in</button><button name="answer" value="no">Avbryt</button></form></html>`;

async function interact(request, response) {
  const { prompt } = await provider.interactionDetails(request, response);
  if (prompt.name === "consent") {
    return provider.interactionFinished(request, response, { consent: {} }, { mergeWithLastSubmission: true });
  }
  if (request.method === "GET") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    return response.end(PAGE);
  }
  const sent = new URLSearchParams(await read(request));
  const login = sent.get("login");
  const known = accounts[login];
  const result =
    sent.get("answer") === "no" || !known
      ? { error: "access_denied" }
      : { login: { accountId: login, amr: known.amr, acr: known.acr, remember: false } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function control(request, response) {
  const told = JSON.parse(await read(request));
  if (told.accounts) accounts = told.accounts;
  if (told.rotate) {
    key = newKey();
    provider = newProvider(provider.issuer);
  }
  response.end("{}");
}

const server = createServer((request, response) => {
  if (request.url === "/control") return control(request, response);
  if (request.url.startsWith("/interaction/")) return interact(request, response);
  return provider.callback()(request, response);
});
server.listen(0, "127.0.0.1", () => {
  provider = newProvider(`http://127.0.0.1:${server.address().port}`);
  console.log(provider.issuer);
});
