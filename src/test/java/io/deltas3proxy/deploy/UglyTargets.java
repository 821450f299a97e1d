package io.deltas3proxy.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Targets with which paths are confused, each aimed at a file that nobody may read. */
final class UglyTargets {

  private static final String ROOT = "/datalake/lake/";
  private static final String SECRET = "part=closed/secret.parquet";

  /** Refused with 400 in every server with the shipped settings. */
  static final List<String> REFUSED =
      List.of(
          ROOT + "part=open/../" + SECRET,
          ROOT + "part=open/%2e%2e/" + SECRET,
          ROOT + "part=open/%2E%2E%2F" + SECRET,
          ROOT + "part=open/.%2e/" + SECRET,
          ROOT + "part=open/..%2f" + SECRET,
          ROOT + "_delta_log/../" + SECRET,
          ROOT + "_delta_log/%2e%2e/" + SECRET,
          ROOT + "./" + SECRET,
          ROOT + "%2e/" + SECRET,
          ROOT + "part=open/..",
          "/datalake/../datalake/lake/" + SECRET,
          "/datalake/lake/../../../../etc/passwd",
          ROOT + SECRET + "%00",
          ROOT + SECRET + "%00.json",
          ROOT + "_delta_log/%00/../" + SECRET,
          ROOT + "part=open/%c3%28",
          ROOT + "part=open/%ff",
          ROOT + "part=open/%c0%ae%c0%ae/" + SECRET,
          ROOT + "part=open/%ed%a0%80",
          ROOT + "part=open/%",
          ROOT + "part=open/%2",
          ROOT + "part=open/%zz");

  /** Each server may refuse these in its own way, or find nothing. */
  private static final List<String> DOUBTFUL =
      List.of(
          ROOT + "part=open/..;/" + SECRET,
          ROOT + "part=open/..;x=1/" + SECRET,
          ROOT + "part=open/%2e%2e;/" + SECRET,
          ROOT + "part=open/..\\" + SECRET,
          ROOT + "part=open/..%5c" + SECRET,
          ROOT + "part=open\\..\\" + SECRET,
          ROOT + "part=open/%252e%252e/" + SECRET,
          ROOT + "part=open/%25%32%65%25%32%65/" + SECRET,
          ROOT + "part%3Dclosed/secret.parquet",
          "/datalake%2Flake%2F" + SECRET,
          ROOT + "part=closed%2Fsecret.parquet",
          ROOT + "part=closed%252Fsecret.parquet",
          ROOT + "part=closed//secret.parquet",
          ROOT + "/" + SECRET,
          ROOT + "%2F" + SECRET,
          ROOT + SECRET + "/",
          ROOT + SECRET + "//",
          ROOT + SECRET + ";x=1",
          ROOT + SECRET + ";",
          ROOT + SECRET + "%20",
          ROOT + SECRET + "?list-type=2",
          ROOT + SECRET + "?x-id=GetObject",
          ROOT + SECRET + "?",
          ROOT + SECRET + "#fragment",
          ROOT + "_delta_log/..;/" + SECRET,
          ROOT + "_delta_log/" + SECRET,
          "/datalake//lake/" + SECRET,
          "//datalake/lake/" + SECRET,
          "/datalake;x=1/lake/" + SECRET,
          "/datalake/lake;x=1/" + SECRET,
          "/datalake/LAKE/" + SECRET,
          "/DATALAKE/lake/" + SECRET,
          "/x/../datalake/lake/" + SECRET,
          "/./datalake/lake/" + SECRET,
          "/%64atalake/lake/" + SECRET,
          "http://localhost/datalake/lake/" + SECRET,
          "http://localhost/datalake/lake/part=open/%2e%2e/" + SECRET,
          "/WEB-INF/web.xml",
          "/web-inf/web.xml",
          "//WEB-INF/web.xml",
          "/%57EB-INF/web.xml",
          "/META-INF/MANIFEST.MF",
          "/x/..;/WEB-INF/web.xml",
          "/WEB-INF%2Fweb.xml",
          "*",
          "datalake/lake/" + SECRET);

  private UglyTargets() {}

  /**
   * Sends all of them, and the keys that a server may change, and looks at what comes back: an
   * error, or exactly the object with that key.
   */
  static void assertNoneLeadsToAnotherObject(RawClient client) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String target : Stream.concat(REFUSED.stream(), DOUBTFUL.stream()).toList()) {
      for (String method : List.of("GET", "HEAD")) {
        RawAnswer answer = client.send(method, target);
        // A listing that such a target may mean shows no forbidden key either.
        boolean empty = answer.status() == 200 && isHarmless(answer);
        if (answer.status() < 400 && answer.status() != 0 && !empty) {
          wrong.add(method + " " + target + " " + answer.status() + " " + answer.text());
        }
      }
    }
    for (LakeFile file : Lake.SPECIAL) {
      RawAnswer answer = client.get(file.target());
      boolean own = answer.status() == 200 && answer.text().equals("This is " + file.key() + "\n");
      if (answer.status() < 400 && !own) {
        wrong.add(file.target() + " " + answer.status() + " " + answer.text());
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static boolean isHarmless(RawAnswer answer) {
    return answer.text().startsWith("<?xml")
        && answer.text().contains("ListBucketResult>")
        && !answer.text().contains("<Key>");
  }
}
