package io.deltas3proxy.app;

import io.deltas3proxy.website.visitor.VisitSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is known and recorded of visitors of all sites.
 *
 * @param visits what is recorded, and where
 * @param geo database that says where addresses are
 */
record VisitorSettings(VisitSettings visits, Optional<Path> geo) {}
