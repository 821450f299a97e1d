// An OpenID provider that knows everybody by the name they type in.
import { Provider } from "oidc-provider";

export const CLIENT = { id: "docs", secret: "a secret: of/the+client, 32 characters" };

/** Starts it; groups of people are in their names: ann-staff has the group staff. */
export function startProvider(port, redirectUri) {
  const provider = new Provider(`http://localhost:${port}`, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "profile", "groups"],
    cookies: { keys: ["interop"] },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: sub, groups: sub.split("-").slice(1) }),
    }),
  });
  return new Promise((resolve) => {
    const server = provider.listen(port, "127.0.0.1", () => resolve(server));
  });
}
