package io.deltas3proxy.http.tls;

import java.util.List;
import javax.net.ssl.X509ExtendedKeyManager;

/** Where the certificate and its private key are. */
public sealed interface KeySource permits KeyStoreFile, PemFiles {

  /** The files that are looked at for changes. */
  List<SourceFile> files();

  /**
   * Makes what TLS needs of the files.
   *
   * @param contents of the {@link #files()}, in their order
   * @throws TlsFileException when they cannot be used, or not together
   */
  X509ExtendedKeyManager keys(List<byte[]> contents) throws TlsFileException;
}
