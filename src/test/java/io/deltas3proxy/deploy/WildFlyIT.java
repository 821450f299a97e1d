package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.Archive;

/** The WAR in WildFly, with the shipped settings. */
class WildFlyIT extends DeploymentContract {

  @Deployment(testable = false)
  @TargetsContainer("wildfly")
  static Archive<?> war() {
    return PackagedWar.archive();
  }
}
