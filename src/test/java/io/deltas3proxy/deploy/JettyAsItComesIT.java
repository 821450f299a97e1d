package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.Archive;

/** The WAR in Jetty 12.1, where nobody changed a setting. */
class JettyAsItComesIT extends UnchangedServerContract {

  @Deployment(testable = false)
  @TargetsContainer("jetty-as-it-comes")
  static Archive<?> war() {
    return PackagedWar.archive();
  }
}
