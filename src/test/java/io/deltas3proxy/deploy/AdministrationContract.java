package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Administrators get in with their token in every server, and nobody else does. */
abstract class AdministrationContract extends WebsiteContract {

  private static final String USERS = "/admin/v1/users";

  private RawAnswer asAdministrator(String method, String path, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return raw()
        .sendUnsigned(
            method,
            path,
            List.of(
                "Authorization: Bearer " + ServedLake.TOKEN,
                "Content-Type: application/json",
                "Content-Length: " + bytes.length),
            bytes);
  }

  @Test
  void administratorsMakeAndRemoveUsers() throws IOException {
    // A name that servers would like to split, decode twice or cut.
    String name = "Zo\u00eb/..;x=1 %41+b";
    String path = USERS + "/Zo%C3%AB%2F..%3Bx%3D1%20%2541%2Bb";
    RawAnswer made = asAdministrator("POST", USERS, "{\"name\":\"" + name + "\"}");
    assertEquals(201, made.status(), made::all);
    RawAnswer shown = asAdministrator("GET", path, "");
    assertEquals(200, shown.status(), shown::all);
    assertTrue(shown.text().contains("\"name\":\"" + name + "\""), shown::text);
    assertEquals("application/json", mediaType(shown));
    assertEquals("no-store", shown.header("Cache-Control").orElse(""));
    assertSaysNothing(shown);
    RawAnswer disabled = asAdministrator("PATCH", path, "{\"disabled\":true}");
    assertTrue(disabled.text().contains("\"disabled\":true"), disabled::all);
    assertEquals(204, asAdministrator("DELETE", path, "").status());
    RawAnswer gone = asAdministrator("GET", path, "");
    assertEquals(404, gone.status(), gone::all);
    assertEquals("application/problem+json", mediaType(gone));
    RawAnswer wrong = asAdministrator("POST", USERS, "{\"nmae\":1}");
    assertEquals(400, wrong.status(), wrong::all);
    assertSaysNothing(wrong);
  }

  @Test
  void nobodyElseAdministers() throws IOException {
    for (String method : List.of("GET", "POST", "DELETE")) {
      RawAnswer unknown = raw().sendUnsigned(method, USERS, "Content-Length: 0");
      assertEquals(401, unknown.status(), unknown::all);
      assertTrue(unknown.header("WWW-Authenticate").orElse("").startsWith("Bearer"), method);
      assertSaysNothing(unknown);
      assertFalse(unknown.text().contains("\"users\""), unknown::text);
    }
    RawAnswer signed = raw().get(USERS);
    assertEquals(401, signed.status(), signed::all);
    RawAnswer token =
        raw().sendUnsigned("GET", Lake.PLAIN.target(), "Authorization: Bearer " + ServedLake.TOKEN);
    assertTrue(token.status() == 400 || token.status() == 403, token::all);
  }

  private static String mediaType(RawAnswer answer) {
    return answer.header("Content-Type").orElse("").replaceAll(";.*", "");
  }
}
