package io.deltas3proxy.sts;

import io.deltas3proxy.accounts.AssumedRole;
import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Session;
import io.deltas3proxy.s3.protocol.XmlWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The documents that are sent, in the form of the STS API of 2011-06-15. */
final class StsDocuments {

  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private StsDocuments() {}

  static byte[] assumeRole(Session session, String requestId) {
    XmlWriter xml = begin("AssumeRole");
    addSession(xml, session);
    return end(xml, requestId);
  }

  static byte[] assumeRoleWithWebIdentity(WebSession session, String requestId) {
    WebIdentity identity = session.identity();
    XmlWriter xml =
        begin("AssumeRoleWithWebIdentity")
            .element("SubjectFromWebIdentityToken", identity.subject())
            .element("Audience", identity.audience())
            .element("Provider", identity.provider().issuer());
    addSession(xml, session.session());
    return end(xml, requestId);
  }

  static byte[] callerIdentity(Identity caller, Optional<Session> session, String requestId) {
    String user = caller.principal().user();
    Optional<AssumedRole> role = session.map(open -> open.claims().role());
    XmlWriter xml =
        begin("GetCallerIdentity")
            .element("Arn", role.map(Arns::session).orElseGet(() -> Arns.user(user)))
            .element("UserId", role.map(Arns::sessionId).orElseGet(() -> Arns.userId(user)))
            .element("Account", Arns.ACCOUNT);
    return end(xml, requestId);
  }

  static byte[] error(StsException error, String requestId) {
    return new XmlWriter(NAMESPACE)
        .root("ErrorResponse")
        .open("Error")
        .element("Type", error.code().type())
        .element("Code", error.code().wireCode())
        .element("Message", error.text())
        .close()
        .element("RequestId", requestId)
        .close()
        .document();
  }

  private static XmlWriter begin(String action) {
    return new XmlWriter(NAMESPACE).root(action + "Response").open(action + "Result");
  }

  private static void addSession(XmlWriter xml, Session session) {
    AssumedRole role = session.claims().role();
    Instant end = session.claims().lifetime().end().truncatedTo(ChronoUnit.SECONDS);
    xml.open("AssumedRoleUser")
        .element("Arn", Arns.session(role))
        .element("AssumedRoleId", Arns.sessionId(role))
        .close()
        .open("Credentials")
        .element("AccessKeyId", session.accessKeyId())
        .element("SecretAccessKey", session.secretAccessKey())
        .element("SessionToken", session.token())
        .element("Expiration", end.toString())
        .close();
  }

  private static byte[] end(XmlWriter xml, String requestId) {
    return xml.close()
        .open("ResponseMetadata")
        .element("RequestId", requestId)
        .close()
        .close()
        .document();
  }
}
