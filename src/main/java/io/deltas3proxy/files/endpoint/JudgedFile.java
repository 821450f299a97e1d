package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FileAccess;
import io.deltas3proxy.files.FileName;
import io.deltas3proxy.files.FilePrivilege;
import io.deltas3proxy.files.FileTarget;
import io.deltas3proxy.http.RequestContext;
import jakarta.servlet.http.HttpServletRequest;

/** Has a file judged for the caller of a request, and says in log and audit which file it was. */
final class JudgedFile {

  private JudgedFile() {}

  static FileTarget require(
      HttpServletRequest request, FileAccess access, FileName file, FilePrivilege privilege) {
    note(request, file);
    return access.require(FilesCaller.of(request).principal(), file, privilege);
  }

  static void note(HttpServletRequest request, FileName file) {
    RequestContext.of(request).file(file.bucket() + "/" + file.name());
  }
}
