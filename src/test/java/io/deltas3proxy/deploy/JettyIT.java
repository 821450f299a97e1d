package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.Archive;

/** The WAR in Jetty 12.1, with the shipped settings. */
class JettyIT extends DeploymentContract {

  @Deployment(testable = false)
  @TargetsContainer("jetty")
  static Archive<?> war() {
    return PackagedWar.archive();
  }
}
