package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.Archive;

/** The WAR in Tomcat 10.1, with the shipped settings. */
class Tomcat10IT extends DeploymentContract {

  @Deployment(testable = false)
  @TargetsContainer("tomcat-10")
  static Archive<?> war() {
    return PackagedWar.archive();
  }
}
