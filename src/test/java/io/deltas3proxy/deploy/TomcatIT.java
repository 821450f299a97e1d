package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.Archive;

/** The WAR in Tomcat 11, with the shipped settings. */
class TomcatIT extends DeploymentContract {

  @Deployment(testable = false)
  @TargetsContainer("tomcat")
  static Archive<?> war() {
    return PackagedWar.archive();
  }
}
