package io.deltas3proxy.http.tls;

/** A file cannot be used for TLS. The message says why, with the file, and never a secret. */
public final class TlsFileException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String setting;

  TlsFileException(SourceFile file, String message) {
    super(message + ": " + file.path());
    this.setting = file.setting();
  }

  /** Name of the setting that is to blame, for example {@code privateKeyFile}. */
  public String setting() {
    return setting;
  }
}
