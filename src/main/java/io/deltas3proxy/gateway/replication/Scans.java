package io.deltas3proxy.gateway.replication;

import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.time.Clock;
import java.util.List;

/** What looks at everything, again and again. */
public final class Scans {

  private static final String REPAIR = "repair";
  private static final String VERIFY = "verify";

  private final VersionScan repair;
  private final VersionScan verify;
  private final OrphanScan orphans;
  private final JdbcKnownPlaces known;
  private final JdbcScans rows;

  Scans(VersionScan.Parts parts, JdbcKnownPlaces known, ScanSettings settings, Clock clock) {
    this.known = known;
    this.rows = parts.scans();
    this.repair =
        new VersionScan(
            parts,
            new VersionScan.Plan(
                REPAIR,
                JdbcVersionPages.Which.INCOMPLETE_ONES,
                settings.repair(),
                settings.page(),
                false),
            clock);
    this.verify =
        new VersionScan(
            parts,
            new VersionScan.Plan(
                VERIFY,
                JdbcVersionPages.Which.ALL,
                settings.verify(),
                settings.page(),
                settings.readsBytes()),
            clock);
    this.orphans = new OrphanScan(parts.catalog(), known, parts.scans(), settings.orphans(), clock);
  }

  /**
   * Begins to look at all versions now.
   *
   * @param readsBytes whether all bytes are read, or only what backends say of them
   * @return false if that is under way already
   */
  public boolean verifyAll(boolean readsBytes) throws MetadataUnavailableException {
    return verify.start(readsBytes);
  }

  /** How far each is. */
  public List<Scan> all() throws MetadataUnavailableException {
    return rows.all();
  }

  /** Objects on backends that no row names. */
  public List<Orphans> orphansFound() throws MetadataUnavailableException {
    return known.orphans();
  }

  Repeated.Step repair() {
    return repair;
  }

  Repeated.Step verify() {
    return verify;
  }

  Repeated.Step orphans() {
    return orphans;
  }
}
