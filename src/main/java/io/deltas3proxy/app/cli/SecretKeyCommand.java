package io.deltas3proxy.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.deltas3proxy.accounts.SecretCipher;
import java.security.SecureRandom;
import java.util.Base64;
import picocli.CommandLine.Command;

/** {@code secret-key}. */
@Command(
    name = "secret-key",
    description = "Print a new random key for database.secretKey or sts.tokenKey.")
final class SecretKeyCommand implements Runnable {

  private final Invocation invocation;

  SecretKeyCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public void run() {
    byte[] key = new byte[SecretCipher.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    String text = Base64.getEncoder().encodeToString(key);
    invocation.answer(JsonNodeFactory.instance.objectNode().put("secretKey", text), text);
  }
}
