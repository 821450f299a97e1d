package io.deltas3proxy.app;

import io.deltas3proxy.website.login.LoginKey;
import io.deltas3proxy.website.visitor.VisitSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known and recorded of visitors of all sites.
 *
 * @param visits what is recorded, and where
 * @param geo database that says where addresses are
 * @param loginKey seals what viewers carry who are signed in; empty for a random one
 */
record VisitorSettings(VisitSettings visits, Optional<Path> geo, Optional<LoginKey> loginKey) {}
